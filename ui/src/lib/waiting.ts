/** Why a download that has been asked for is not running. */
import type { Download } from '../backend/wire';
import { m } from '../paraglide/messages';
import { countdown, formatTime } from './times';

/** What holds for all downloads. */
export interface Circumstances {
  /** All are paused by the listener. */
  paused: boolean;
  /** So many run at once, and so many from one host. */
  atOnce: number;
  perHost: number;
}

/** Waits that are no tries: for the hours that are set, or for room on the disk. */
export const OUTSIDE_HOURS = 'outside_hours';
const DISK_FULL = 'disk_full';

/** `3 downloads at a time`, `Retry in 0:42 (3 of 8)`, …; none for a download that runs or has ended. */
export function waitingWords(
  download: Download,
  { paused, atOnce, perHost }: Circumstances,
  now: number,
  locale: string,
): string | null {
  const { state, error, retryAt, waitsFor, attempt, maxAttempts } = download;
  if (state === 'paused') return m.waiting_paused();
  if (state !== 'queued') return null;
  if (paused) return m.waiting_all_paused();
  if (waitsFor === 'network') return m.waiting_network();
  if (retryAt !== null && retryAt > now) {
    if (error?.code === OUTSIDE_HOURS) return m.waiting_hours({ time: formatTime(retryAt, locale) });
    if (error?.code === DISK_FULL) return m.waiting_room({ countdown: countdown(retryAt, now) });
    const next = Math.min(attempt + 1, maxAttempts);
    return m.waiting_retry({ countdown: countdown(retryAt, now), attempt: next, most: maxAttempts });
  }
  return waitsFor === 'host' ? m.waiting_host({ count: perHost }) : m.waiting_limit({ count: atOnce });
}
