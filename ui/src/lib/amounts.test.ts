import { expect, test } from 'vitest';

import { amountIn, amountOut, wordsIn, wordsOut } from './amounts';

test.each([
  ['', null],
  ['  ', null],
  ['2', 2],
  ['2.5', 2.5],
  ['2,5', 2.5],
  [' 10. ', 10],
  ['-1', undefined],
  ['1e9', undefined],
  ['two', undefined],
  ['1 000', undefined],
])('%j is the amount %j', (typed, amount) => {
  expect(amountIn(typed)).toBe(amount);
});

test('an amount is said as short as it can be', () => {
  expect([null, 3, 2.5, 1.23456, 0].map(amountOut)).toEqual(['', '3', '2.5', '1.23', '0']);
});

test('words stand between commas of either script', () => {
  expect(wordsIn(' news, late night ,,重播，花絮、')).toEqual(['news', 'late night', '重播', '花絮']);
  expect(wordsOut(['news', 'late night'])).toBe('news, late night');
});
