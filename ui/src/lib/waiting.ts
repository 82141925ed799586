/** Why a download that has been asked for is not running. */
import type { Download } from '../backend/wire';
import { m } from '../paraglide/messages';
import { countdown } from './times';

/** What holds for all downloads. */
export interface Circumstances {
  /** All are paused by the listener. */
  paused: boolean;
  /** So many run at once, and so many from one host. */
  atOnce: number;
  perHost: number;
}

/** `3 downloads at a time`, `Retry in 0:42 (3 of 8)`, …; none for a download that runs or has ended. */
export function waitingWords(
  download: Download,
  { paused, atOnce, perHost }: Circumstances,
  now: number,
): string | null {
  const { state, retryAt, waitsFor, attempt, maxAttempts } = download;
  if (state === 'paused') return m.waiting_paused();
  if (state !== 'queued') return null;
  if (paused) return m.waiting_all_paused();
  if (waitsFor === 'network') return m.waiting_network();
  if (retryAt !== null && retryAt > now) {
    const next = Math.min(attempt + 1, maxAttempts);
    return m.waiting_retry({ countdown: countdown(retryAt, now), attempt: next, most: maxAttempts });
  }
  return waitsFor === 'host' ? m.waiting_host({ count: perHost }) : m.waiting_limit({ count: atOnce });
}
