/** What all downloads come to together. */
import type { Downloads, Episode } from '../backend/wire';
import { type LiveProgress, percentOf } from './progress';

export interface DownloadTotals {
  /** How many run, wait and have failed. */
  active: number;
  waiting: number;
  failed: number;
  /** Bytes that are here of those that run and wait; what is not known counts as nothing. */
  bytes: number;
  /** Bytes that there will be; none while one of those that run does not know its size. */
  total: number | null;
  /** 0 to 100, whole. */
  percent: number | null;
  /** Bytes a second; none while nothing flows. */
  speed: number | null;
  /** Seconds until all that run and wait are done. */
  left: number | null;
}

type Groups = Pick<Downloads, 'running' | 'waiting' | 'waitingBytes' | 'waitingTotal' | 'failed'>;

type Row = Pick<Episode, 'size' | 'download'>;

export function totalsOf(
  groups: Groups,
  rowOf: (id: number) => Row | undefined,
  progress: { get(id: number): LiveProgress | undefined },
): DownloadTotals {
  let bytes = groups.waitingBytes;
  let total: number | null = groups.waitingTotal;
  let speed: number | null = null;
  for (const id of groups.running) {
    const live = progress.get(id);
    const row = rowOf(id);
    bytes += live?.bytes ?? row?.download?.bytes ?? 0;
    const size: number | null = live?.total ?? row?.download?.total ?? row?.size ?? null;
    if (size !== null) total = total === null ? null : total + size;
    else if (live) total = null;
    if (live?.speed && !live.stalled) speed = (speed ?? 0) + live.speed;
  }
  const left = total !== null && speed ? Math.max(0, total - bytes) / speed : null;
  return {
    active: groups.running.length,
    waiting: groups.waiting,
    failed: groups.failed.reduce((sum, { count }) => sum + count, 0),
    bytes,
    total,
    percent: percentOf(bytes, total),
    speed,
    left,
  };
}
