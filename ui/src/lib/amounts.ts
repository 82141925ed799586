/** What is typed into a field for a number or for words, and back. */

/** A number of zero or more; null where nothing was typed, undefined where it is no number. */
export function amountIn(typed: string): number | null | undefined {
  const text = typed.trim().replace(',', '.');
  if (text === '') return null;
  return /^\d{1,9}(\.\d{0,6})?$/.test(text) ? Number(text) : undefined;
}

/** As short as it can be said: at most two decimals. */
export function amountOut(amount: number | null): string {
  return amount === null ? '' : String(Math.round(amount * 100) / 100);
}

/** Words between commas, Chinese ones too. */
export function wordsIn(typed: string): string[] {
  return typed
    .split(/[,，、\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

export function wordsOut(words: readonly string[]): string {
  return words.join(', ');
}
