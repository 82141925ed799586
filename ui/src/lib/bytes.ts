/** Byte sizes and speeds in words. Decimal units, as disks and the desktop's file managers count. */
import { numberFormat } from './formats';

const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
type Unit = (typeof units)[number];

/** A size at rest: `48 MB`, `1.2 GB`, `640 kB`. */
export function formatBytes(bytes: number, locale: string): string {
  const unit = unitOf(bytes);
  const value = bytes / sizeOf(unit);
  return inUnit(value, unit, unit === 'kilobyte' || value >= 9.95 ? 0 : 1, locale);
}

/** A size on its way to another, both in the unit of the larger, the first without it: `20.1` and `48.0 MB`. */
export function formatBytesOf(done: number, total: number, locale: string): { done: string; total: string } {
  const unit = unitOf(Math.max(done, total));
  const digits = unit === 'kilobyte' || total / sizeOf(unit) >= 100 ? 0 : 1;
  const plain = numberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return {
    done: plain.format(done / sizeOf(unit)),
    total: inUnit(total / sizeOf(unit), unit, digits, locale),
  };
}

/** A size that grows towards nobody knows what; as many digits as it will go on having, so that it does not jitter. */
export function formatBytesSoFar(bytes: number, locale: string): string {
  const unit = unitOf(bytes);
  return inUnit(bytes / sizeOf(unit), unit, unit === 'kilobyte' ? 0 : 1, locale);
}

/** Bytes a second: `3.1 MB/s`, `640 kB/s`. */
export function formatSpeed(bytesPerSecond: number, locale: string): string {
  const unit = unitOf(bytesPerSecond);
  return inUnit(bytesPerSecond / sizeOf(unit), `${unit}-per-second`, unit === 'kilobyte' ? 0 : 1, locale);
}

/** The largest unit of which there is one; a value that would round up to 1,000 is one of the next unit. */
function unitOf(bytes: number): Unit {
  return [...units].reverse().find((unit) => bytes >= sizeOf(unit) * 0.9995) ?? 'kilobyte';
}

function sizeOf(unit: Unit): number {
  return 1000 ** (units.indexOf(unit) + 1);
}

function inUnit(value: number, unit: string, digits: number, locale: string): string {
  return numberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}
