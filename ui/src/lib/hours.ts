/** Parts of the day, in minutes since midnight: what limit holds when, and whether downloads begin then. */
import type { DownloadSettings, Hours } from '../backend/wire';
import { formatTime } from './times';

const DAY = 24 * 60;

/** The minute of the day that a moment falls into, by the clock on the wall. */
export function minuteOf(moment: number): number {
  const at = new Date(moment);
  return at.getHours() * 60 + at.getMinutes();
}

/** A minute of the day as on a clock: `23:00`. */
export function formatMinute(minute: number, locale: string): string {
  // A day on which no clock is put forward or back.
  return formatTime(new Date(2001, 0, 1, 0, minute).getTime(), locale);
}

/** A part may go over midnight; one that ends where it begins is the whole day. */
export function contains({ from, to }: Hours, minute: number): boolean {
  const [first, end] = [from % DAY, to % DAY];
  return first < end ? minute >= first && minute < end : minute >= first || minute < end;
}

/** Bytes a second, of the first part that fits, else the usual limit; null is as fast as they come. */
export function limitAt({ bandwidth, byHour }: DownloadSettings, minute: number): number | null {
  const part = byHour.find(({ hours }) => contains(hours, minute));
  return part ? part.limit : bandwidth;
}

/** The settings with another limit at a minute of the day: that of the part that holds then, else the usual one. */
export function withLimitAt(settings: DownloadSettings, minute: number, limit: number | null): DownloadSettings {
  const at = settings.byHour.findIndex(({ hours }) => contains(hours, minute));
  if (at < 0) return { ...settings, bandwidth: limit };
  return { ...settings, byHour: settings.byHour.map((part, index) => (index === at ? { ...part, limit } : part)) };
}

/** A stretch of the day in which one limit holds and downloads begin, or do not. */
export interface Stretch {
  from: number;
  /** The first minute that no longer belongs to it; 1440 is midnight. */
  to: number;
  limit: number | null;
  begins: boolean;
}

/** The whole day from midnight to midnight, in as few stretches as will do. */
export function dayOf(settings: DownloadSettings): Stretch[] {
  const bounds = [...settings.byHour.map(({ hours }) => hours), ...(settings.start ? [settings.start] : [])];
  const edges = [...new Set([0, ...bounds.flatMap(({ from, to }) => [from % DAY, to % DAY])])].sort((a, b) => a - b);
  const day: Stretch[] = [];
  for (const [at, from] of edges.entries()) {
    const to = edges[at + 1] ?? DAY;
    const limit = limitAt(settings, from);
    const begins = !settings.start || contains(settings.start, from);
    const last = day.at(-1);
    if (last && last.limit === limit && last.begins === begins) last.to = to;
    else day.push({ from, to, limit, begins });
  }
  return day;
}
