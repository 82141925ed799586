/** What happened at each try of an invented download: as many as it has behind it, each a little later than the last. */
import type { Attempt, Episode } from '../wire';
import { reasonOf } from './world';

const minute = 60 * 1000;

const statusOf: Record<string, number> = { http_404: 404, http_503: 503, truncated: 206, html_instead_of_audio: 200 };

export function attemptsOf(episode: Episode, now: number): Attempt[] {
  const { download } = episode;
  if (!download || download.state === 'done') return [];
  // The one that runs has not ended.
  const ended = download.state === 'running' ? download.attempt - 1 : download.attempt;
  return Array.from({ length: Math.max(0, ended) }, (_, index): Attempt => {
    const started = now - (2 ** (ended - index) - 1) * minute;
    const paused = download.state === 'paused' && index === ended - 1;
    const reason = download.error ?? reasonOf('truncated');
    const bytes = Math.round(download.bytes / ended);
    const length = 4000 + index * 1700;
    const status = statusOf[reason.code] ?? null;
    const file = `episodes/${episode.number}.mp3`;
    const hops = [
      { url: `https://feeds.example/r/${episode.podcastId}/${file}`, status: status === null ? null : 302 },
      ...(status === null ? [] : [{ url: `https://media.example/${episode.podcastId}/${file}`, status }]),
    ];
    return {
      number: index + 1,
      started,
      ended: started + length,
      bytes,
      speed: bytes > 0 ? Math.round((bytes * 1000) / length) : null,
      outcome: paused ? 'paused' : 'failed',
      reason: paused ? null : reason,
      detail: paused ? null : reason.message,
      status,
      hops,
      headers:
        status === null
          ? []
          : [
              ['content-type', 'audio/mpeg'],
              ['server', 'nginx'],
              ['etag', '"65f1a2c4-2dc8f1a"'],
            ],
    };
  });
}
