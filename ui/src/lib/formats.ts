/** One Intl formatter for each locale and set of options: making one costs far more than using it. */

const numbers = new Map<string, Intl.NumberFormat>();
const lists = new Map<string, Intl.ListFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

export function numberFormat(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return kept(numbers, locale, options, () => new Intl.NumberFormat(locale, options));
}

export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(dates, locale, options, () => new Intl.DateTimeFormat(locale, options));
}

/** Things in a row: `a, b, and c`. */
export function listFormat(locale: string): Intl.ListFormat {
  return kept(lists, locale, {}, () => new Intl.ListFormat(locale));
}

/** A number with the grouping of the locale: `12,345`. */
export function formatNumber(value: number, locale: string): string {
  return numberFormat(locale).format(value);
}

/** A number where there is little room: `999`, `12K`. */
export function formatCompact(value: number, locale: string): string {
  return numberFormat(locale, { notation: 'compact' }).format(value);
}

/** A whole percent: `42%`. */
export function formatPercent(percent: number, locale: string): string {
  return numberFormat(locale, { style: 'percent' }).format(percent / 100);
}

function kept<F>(formats: Map<string, F>, locale: string, options: object, make: () => F): F {
  const key = locale + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = make();
    formats.set(key, format);
  }
  return format;
}
