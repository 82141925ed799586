/** What the invented downloads add up to. */
import type { Download, Downloads, Episode, Progress } from '../wire';

export interface Transfer {
  speed: number;
  /** Milliseconds since it began. */
  age: number;
  /** Milliseconds left of verifying; none while bytes still come. */
  verifying: number | null;
}

/** Of the episodes that are there; what is not known counts as nothing. */
export function sum(
  of: (episode: Episode | undefined) => number | null | undefined,
  all: (Episode | undefined)[],
): number {
  return all.reduce((total, episode) => total + (of(episode) ?? 0), 0);
}

/** Failed episodes by cause, each with the first fifty. */
export function causesOf(failed: Episode[]): Downloads['failed'] {
  const causes = new Map<string, number[]>();
  for (const { id, download } of failed) {
    const code = download?.error?.code ?? 'bug';
    causes.set(code, [...(causes.get(code) ?? []), id]);
  }
  return [...causes].map(([code, ids]) => ({ code, count: ids.length, ids: ids.slice(0, 50) }));
}

export function progressOf(
  episodeId: number,
  { speed, age, verifying }: Transfer,
  download: Download | null | undefined,
): Progress {
  const { bytes = 0, total = null } = download ?? {};
  const phase = verifying !== null ? 'verifying' : age < 500 ? 'connecting' : 'downloading';
  const known = phase === 'downloading' && age > 2000;
  return {
    episodeId,
    phase,
    bytes,
    total,
    speed: known ? speed : null,
    left: known && total !== null ? Math.round((total - bytes) / speed) : null,
  };
}
