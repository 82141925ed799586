/** Lengths, positions and dates in words. Lengths are seconds; moments are milliseconds since 1970. */
import { m } from '../paraglide/messages';
import { dateFormat, numberFormat } from './formats';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A position or length as on a clock: `1:02:33`, `4:07`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
  const [h, min, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(min)}:${two(s)}` : `${min}:${two(s)}`;
}

/** How long something is: `52 min`, `1 h 3 min`, `45 s`. Rounded to minutes from one minute on. */
export function formatLength(seconds: number): string {
  if (seconds < 59.5) return m.length_seconds({ seconds: Math.max(0, Math.round(seconds)) });
  const minutes = Math.round(seconds / 60);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return m.length_minutes({ minutes });
  return rest === 0 ? m.length_hours({ hours }) : m.length_hours_minutes({ hours, minutes: rest });
}

/** A position as a screen reader says it: `12 minutes 34 seconds`. */
export function spokenTime(seconds: number, locale: string): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [
    { unit: 'hour', value: Math.floor(whole / 3600) },
    { unit: 'minute', value: Math.floor(whole / 60) % 60 },
    { unit: 'second', value: whole % 60 },
  ].filter(({ unit, value }) => value > 0 || (unit === 'second' && whole === 0));
  const words = parts.map(({ unit, value }) =>
    numberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value),
  );
  return new Intl.ListFormat(locale, { type: 'unit', style: 'narrow' }).format(words);
}

/** The day of something published: `Today`, `Yesterday`, `12 Nov`, `12 Nov 2019`. */
export function formatDate(moment: number, now: number, locale: string): string {
  const days = Math.round((startOfDay(now) - startOfDay(moment)) / day);
  if (days === 0 || days === 1) {
    const word = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day');
    return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
  }
  const sameYear = new Date(moment).getFullYear() === new Date(now).getFullYear();
  return dateFormat(locale, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }).format(
    moment,
  );
}

/** Day and time in full, for a tooltip or a `title`: `Thursday 12 November 2026, 14:05`. */
export function formatMoment(moment: number, locale: string): string {
  return dateFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(moment);
}

/** The time of day: `14:05`. */
export function formatTime(moment: number, locale: string): string {
  return dateFormat(locale, { timeStyle: 'short' }).format(moment);
}

/** How far a moment is from now: `4 minutes ago`, `in 38 minutes`, `yesterday`, `just now`. */
export function formatRelative(moment: number, now: number, locale: string): string {
  const away = moment - now;
  const size = Math.abs(away);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (size < 45 * second) return away > 0 ? m.in_a_moment() : m.just_now();
  if (size < 59.5 * minute) return format.format(Math.sign(away) * Math.max(1, Math.round(size / minute)), 'minute');
  if (size < 23.5 * hour) return format.format(Math.sign(away) * Math.max(1, Math.round(size / hour)), 'hour');
  const days = Math.round((startOfDay(moment) - startOfDay(now)) / day) || Math.sign(away);
  if (Math.abs(days) < 30) return format.format(days, 'day');
  const months = Math.round(days / 30.4);
  return Math.abs(months) < 12 ? format.format(months, 'month') : format.format(Math.round(days / 365.25), 'year');
}

/** How long until a deadline, as on a clock: `0:42`. Computed from the deadline, never by counting ticks. */
export function countdown(deadline: number, now: number): string {
  return formatClock(Math.ceil((deadline - now) / second));
}

function startOfDay(moment: number): number {
  return new Date(moment).setHours(0, 0, 0, 0);
}
