import { expect, test } from 'vitest';

import { chunksOf } from './chunks';

test.each([
  [[1, 2, 3, 4, 5], 2, [[1, 2], [3, 4], [5]]],
  [[1, 2], 2, [[1, 2]]],
  [[], 2, []],
])('%j in pieces of %i', (list, size, chunks) => {
  expect(chunksOf(list, size)).toEqual(chunks);
});
