/** The stand-in for a cover: initials on a colour, both the same at every start. */

/** At most two letters: of the first two words that begin with a letter or digit, or the first character of a title in Chinese. */
export function initials(title: string): string {
  const words = title.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*/gu) ?? [];
  const telling = words.filter((word) => !/^(the|a|an|of|and)$/i.test(word));
  const [first, second] = telling.length > 0 ? telling : words;
  if (!first) return '';
  const letter = (word: string) => [...word][0]!.toLocaleUpperCase();
  if (/\p{Script=Han}/u.test(first)) return letter(first);
  return letter(first) + (second && !/\p{Script=Han}/u.test(second) ? letter(second) : '');
}

/** A hue of the twelve, 0 to 330 in steps of 30, by the address of the feed (FNV-1a, so that neighbours differ). */
export function hueOf(feedUrl: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(feedUrl)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return (hash % 12) * 30;
}
