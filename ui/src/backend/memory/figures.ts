/** What the invented downloads add up to. */
import type { Downloads, Episode } from '../wire';

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
