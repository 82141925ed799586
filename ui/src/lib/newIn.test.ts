import { expect, test } from 'vitest';

import { newIn } from './newIn';

test.each<[string, number[], number[], number[]]>([
  ['one has come', [3, 2, 1], [4, 3, 2], [4]],
  ['one has gone, and an older one has moved up', [3, 2, 1], [2, 1, 0], []],
  ['the first has gone and another has come', [3, 2, 1], [4, 2, 1], [4]],
  ['all are new', [], [2, 1], [2, 1]],
  ['nothing has changed', [2, 1], [2, 1], []],
])('where %s', (_, before, after, come) => {
  expect(newIn(before, after)).toEqual(come);
});
