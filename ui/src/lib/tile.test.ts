import { expect, test } from 'vitest';

import { hueOf, initials } from './tile';

test.each([
  ['The Tide Table', 'TT'],
  ['Understory', 'U'],
  ['99 Bottles', '9B'],
  ['The', 'T'],
  ['城市慢行', '城'],
  ['l’Éclair du soir', 'LD'],
  ['  —  ', ''],
  ['', ''],
])('%s stands as %s', (title, letters) => {
  expect(initials(title)).toBe(letters);
});

test('a hue is one of twelve, and always the same for a feed', () => {
  const hues = Array.from({ length: 200 }, (_, at) => hueOf(`https://show${at}.example/feed`));
  expect(new Set(hues).size).toBe(12);
  expect(hues.every((hue) => hue % 30 === 0 && hue >= 0 && hue < 360)).toBe(true);
  expect(hueOf('https://a.example/')).toBe(hueOf('https://a.example/'));
});
