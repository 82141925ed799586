/** Why a download that has been asked for is not running. */
import type { Download } from '../backend/wire';
import { m } from '../paraglide/messages';
import { countdown } from './times';

/** `Waiting`, `Paused`, `Retry in 0:42 (3 of 8)`; none for a download that runs or has ended. `allPaused`: by the listener. */
export function waitingWords(download: Download, allPaused: boolean, now: number): string | null {
  if (download.state === 'paused') return m.waiting_paused();
  if (download.state !== 'queued') return null;
  if (allPaused) return m.waiting_all_paused();
  if (download.retryAt !== null && download.retryAt > now) {
    return m.waiting_retry({
      countdown: countdown(download.retryAt, now),
      attempt: Math.min(download.attempt + 1, download.maxAttempts),
      most: download.maxAttempts,
    });
  }
  return m.waiting_turn();
}
