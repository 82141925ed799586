/** Searching the invented library, as plainly as it can be done: every word in any order, without accents. */
import type { Backend } from '../backend';
import type { Episode, Podcast, TextPiece } from '../wire';
import type { Stage } from './stage';

const mostEpisodes = 20;

export function searchOf(stage: Stage): Pick<Backend, 'find'> {
  return {
    async find(text) {
      await stage.wait(true);
      const words = plain(text)
        .split(/[^\p{L}\p{N}]+/u)
        .filter(Boolean);
      const has = (...texts: (string | null)[]) => {
        const folded = plain(texts.filter(Boolean).join(' '));
        return words.length > 0 && words.every((word) => folded.includes(word));
      };
      const podcasts = stage.subscribed().filter(({ title, author }) => has(title, author));
      const ids = new Set(stage.subscribed().map(({ id }) => id));
      const episodes = [...stage.world.episodes.values()].filter(
        (episode) => ids.has(episode.podcastId) && has(episode.title, episode.summary),
      );
      const newest = (a: Episode, b: Episode) =>
        Number(has(b.title)) - Number(has(a.title)) || (b.published ?? 0) - (a.published ?? 0);
      return {
        podcasts: podcasts.map((podcast: Podcast) => ({ podcast, title: marked(podcast.title, words) })),
        episodes: episodes
          .sort(newest)
          .slice(0, mostEpisodes)
          .map((episode) => ({
            episode,
            title: marked(episode.title, words),
            snippet: marked(episode.summary ?? '', words),
          })),
        cues: episodes.slice(0, 2).map((episode) => ({
          episode,
          start: 754,
          snippet: marked(`And then, of course, there is ${text.trim()}, which nobody had expected.`, words),
        })),
        index: stage.options.world === 'large' ? { type: 'writing', done: 12, total: 48 } : { type: 'whole' },
      };
    },
  };
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The text in pieces; where an accent takes a letter of its own, the words are not marked. */
function marked(text: string, words: string[]): TextPiece[] {
  if (words.length === 0 || text === '') return text === '' ? [] : [{ text, marked: false }];
  const any = new RegExp(`(${words.join('|')})`, 'giu');
  return text
    .split(any)
    .map((piece, place) => ({ text: piece, marked: place % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}
