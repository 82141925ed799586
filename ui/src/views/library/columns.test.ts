import { expect, it } from 'vitest';
import { columnsIn, rowsOf } from './columns';

it.each([
  [100, 1],
  [288, 2],
  [448, 3],
  [986, 5],
  [1400, 7],
])('%i pixels have room for %i covers', (width, columns) => {
  expect(columnsIn(width)).toBe(columns);
});

it('the last row may be short', () => {
  expect(rowsOf([1, 2, 3, 4, 5], 3)).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
  expect(rowsOf([], 3)).toEqual([]);
});
