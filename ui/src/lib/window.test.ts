import { expect, test } from 'vitest';

import { chunksOf, offsetToShow, windowOf } from './window';

const list = { viewport: 500, row: 50, count: 1000, overscan: 2 };

test.each([
  [0, 0, 12],
  [-300, 0, 6],
  [25, 0, 13],
  [1000, 18, 32],
  [49_500, 988, 1000],
  [90_000, 1000, 1000],
])('scrolled by %d pixels it draws rows %d to %d', (offset, from, to) => {
  const shown = windowOf({ ...list, offset });
  expect(shown).toEqual({ from, to, before: from * 50, after: (1000 - to) * 50 });
});

test('an empty list draws nothing', () => {
  expect(windowOf({ ...list, count: 0, offset: 0 })).toEqual({ from: 0, to: 0, before: 0, after: 0 });
});

test('a row comes into view with the least movement', () => {
  expect(offsetToShow(3, { ...list, offset: 400 })).toBe(150);
  expect(offsetToShow(12, { ...list, offset: 400 })).toBe(400);
  expect(offsetToShow(30, { ...list, offset: 400 })).toBe(1050);
});

test('a list in pieces', () => {
  expect(chunksOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(chunksOf([], 2)).toEqual([]);
});
