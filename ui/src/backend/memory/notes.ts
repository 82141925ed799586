/** Show notes as they come out of the sanitiser. */
import type { Episode } from '../wire';

export function notesOf(episode: Episode): string {
  return [
    `<p>${episode.summary ?? ''}</p>`,
    '<p>In this episode:</p>',
    '<ul><li>00:00 Before we begin</li><li>04:10 A question from the post</li><li>17:32 The visit</li><li>31:05 What we got wrong last time</li></ul>',
    '<p>Read more in <a href="https://archive.example/reading" rel="noopener noreferrer nofollow">the reading list</a>, or write to ',
    '<a href="mailto:hello@example.org" rel="noopener noreferrer nofollow">hello@example.org</a>.</p>',
    '<blockquote>“Nobody had asked, so nobody had looked.”</blockquote>',
  ].join('');
}
