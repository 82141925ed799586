/** What happened at each try of a download, in words, and as text to be copied into a report. */
import type { Attempt, Download } from '../backend/wire';
import { m } from '../paraglide/messages';
import { formatBytes, formatSpeed } from './bytes';
import { reasonWords } from './reasons';
import { countdown, formatLength, formatTime } from './times';

/** One sentence: why it failed, or how else it ended. */
export function attemptWords(attempt: Attempt, locale: string): string {
  if (attempt.outcome === 'failed')
    return reasonWords(attempt.reason ?? { code: 'bug', message: '' }, { of: 'download', locale }).sentence;
  return {
    done: m.attempt_done,
    paused: m.attempt_paused,
    cancelled: m.attempt_cancelled,
    interrupted: m.attempt_interrupted,
    crashed: m.attempt_crashed,
  }[attempt.outcome]();
}

/** `14:02 · 12 s · 20.1 MB · 1.6 MB/s`, as far as there is something to say. */
export function attemptFacts({ started, ended, bytes, speed }: Attempt, locale: string): string {
  const facts = [
    formatTime(started, locale),
    formatLength(Math.max(1, (ended - started) / 1000)),
    bytes > 0 ? formatBytes(bytes, locale) : null,
    speed === null ? null : formatSpeed(speed, locale),
  ];
  return facts.filter(Boolean).join(' · ');
}

/** What comes next by itself, or that nothing does. */
export function nextWords(download: Download, now: number): string | null {
  const { state, attempt, maxAttempts, retryAt } = download;
  if (state === 'failed') return m.next_failed({ attempts: attempt });
  if (state === 'running') return m.next_running({ attempt, most: maxAttempts });
  if (state === 'paused') return m.next_paused();
  if (state !== 'queued' || retryAt === null || retryAt <= now) return null;
  const next = Math.min(attempt + 1, maxAttempts);
  return m.waiting_retry({ countdown: countdown(retryAt, now), attempt: next, most: maxAttempts });
}

/** In English whatever the language is, as it is meant for whoever is asked for help. */
export function technicalText(attempts: readonly Attempt[]): string {
  return attempts.map(technicalOf).join('\n\n');
}

function technicalOf({ number, started, ended, bytes, outcome, reason, detail, hops, headers }: Attempt): string {
  const lines = [
    `attempt ${number}: ${outcome}, ${new Date(started).toISOString()} to ${new Date(ended).toISOString()}, ${bytes} bytes`,
    reason ? `${reason.code}: ${reason.message}` : null,
    detail === reason?.message ? null : detail,
    ...hops.map(({ url, status }) => `${status ?? '—'} ${url}`),
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return lines.filter((line) => line !== null).join('\n');
}
