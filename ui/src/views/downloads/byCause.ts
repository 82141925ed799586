/** Failed downloads by what broke them, so that seven of the same kind are one thing to look at. */
import type { Episode } from '../../backend/wire';

export interface Cause {
  /** See `lib/reasons.ts`. */
  readonly code: string;
  readonly episodes: readonly [Episode, ...Episode[]];
}

/** In the order in which the first of each cause came. */
export function byCause(episodes: readonly Episode[]): Cause[] {
  const causes = new Map<string, [Episode, ...Episode[]]>();
  for (const episode of episodes) {
    const code = episode.download?.error?.code ?? 'bug';
    const others = causes.get(code);
    if (others) others.push(episode);
    else causes.set(code, [episode]);
  }
  return [...causes].map(([code, failed]) => ({ code, episodes: failed }));
}
