/** What a running download says of itself: percent, bytes, speed, time left, or what it is doing instead. */
import type { Phase, Progress } from '../backend/wire';
import { m } from '../paraglide/messages';
import { formatBytesOf, formatBytesSoFar, formatSpeed } from './bytes';
import { formatPercent } from './formats';

/** A snapshot from Rust, with what only the page knows: whether it has moved lately. */
export interface LiveProgress {
  episodeId: number;
  phase: Phase;
  bytes: number;
  total: number | null;
  /** 0 to 100, whole; none while the size is unknown. */
  percent: number | null;
  /** Bytes a second. */
  speed: number | null;
  /** Seconds, steadied. */
  left: number | null;
  /** When `bytes` last grew, in milliseconds since 1970. */
  moved: number;
  /** No byte has come for five seconds. */
  stalled: boolean;
}

/** After this long without a byte a download says that it is stalled. */
export const stallAfter = 5000;

/** The next look at a download: `now` is when the snapshot came. */
export function followProgress(before: LiveProgress | undefined, snapshot: Progress, now: number): LiveProgress {
  const moved = !before || snapshot.bytes !== before.bytes || snapshot.phase !== 'downloading' ? now : before.moved;
  return {
    ...snapshot,
    percent: percentOf(snapshot.bytes, snapshot.total),
    left: steadyLeft(before?.left ?? null, snapshot.left),
    moved,
    stalled: now - moved > stallAfter,
  };
}

/** Whole percent, and never 100 before the last byte: 99.7 % is not done. */
export function percentOf(bytes: number, total: number | null): number | null {
  if (total === null || total <= 0) return null;
  return Math.max(0, Math.min(100, Math.floor((bytes / total) * 100)));
}

/** A time left that never jumps to more than twice or less than half of what was shown, so that it can be believed. */
export function steadyLeft(shown: number | null, next: number | null): number | null {
  if (shown === null || next === null || shown < 10) return next;
  return Math.min(shown * 2, Math.max(shown / 2, next));
}

/** The time left as it is said: to the second below ten, then in steps that hold still. */
export function leftWords(seconds: number): string {
  if (seconds < 10) return m.left_seconds({ seconds: Math.max(1, Math.ceil(seconds)) });
  if (seconds < 55) return m.left_seconds({ seconds: Math.ceil(seconds / 5) * 5 });
  if (seconds > 3600) return m.left_over_an_hour();
  const minutes = Math.round(seconds / 60);
  return m.left_minutes({ minutes: minutes <= 10 ? Math.max(1, minutes) : Math.round(minutes / 5) * 5 });
}

/** The facts of a line of progress, each ready to be shown in a column of its own. */
export interface ProgressFacts {
  /** `42%`; none while the size is unknown. */
  percent: string | null;
  /** `20.1 of 48.0 MB`, or `20.1 MB` while the size is unknown. */
  bytes: string;
  /** `3.1 MB/s`; a dash or none while it is not known. */
  speed: string | null;
  /** `9 s left`, or the word for what it does instead: connecting, verifying, stalled. */
  left: string | null;
}

export function progressFacts(progress: LiveProgress, locale: string): ProgressFacts {
  const { phase, percent, bytes, total, speed, left, stalled } = progress;
  const flowing = phase === 'downloading' && !stalled;
  return {
    percent: percent === null ? null : formatPercent(percent, locale),
    bytes: total === null ? formatBytesSoFar(bytes, locale) : m.bytes_of(formatBytesOf(bytes, total, locale)),
    speed: flowing && speed !== null ? formatSpeed(speed, locale) : null,
    left: flowing ? (left === null ? null : leftWords(left)) : insteadWords(phase),
  };
}

/** All facts on one line: `42% · 20.1 of 48.0 MB · 3.1 MB/s · 9 s left`. */
export function progressWords(progress: LiveProgress, locale: string): string {
  const { percent, bytes, speed, left } = progressFacts(progress, locale);
  if (progress.phase !== 'downloading' && progress.bytes === 0) return left ?? '';
  return [percent, bytes, speed, left].filter((fact) => fact !== null).join(' · ');
}

function insteadWords(phase: Phase): string {
  if (phase === 'connecting') return m.phase_connecting();
  return phase === 'verifying' ? m.phase_verifying() : m.phase_stalled();
}
