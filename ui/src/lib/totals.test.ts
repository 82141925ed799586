import { expect, test } from 'vitest';

import { followProgress } from './progress';
import { totalsOf } from './totals';

const running = (episodeId: number, bytes: number, total: number | null, speed: number | null) =>
  followProgress(undefined, { episodeId, phase: 'downloading', bytes, total, speed, left: null }, 0);
const groups = {
  running: [1, 2],
  waiting: 1,
  waitingBytes: 0,
  waitingTotal: 90,
  failed: [{ code: 'dns', count: 1, ids: [4] }],
};

test('what runs and what waits is added up, and the time left goes by the speed of all', () => {
  const progress = new Map([
    [1, running(1, 10, 100, 5)],
    [2, running(2, 20, 100, 5)],
  ]);
  expect(totalsOf(groups, () => undefined, progress)).toEqual({
    active: 2,
    waiting: 1,
    failed: 1,
    bytes: 30,
    total: 290,
    percent: 10,
    speed: 10,
    left: 26,
  });
});

test('while one that runs does not know its size there is no total, no percent and no time left', () => {
  const progress = new Map([[1, running(1, 10, null, 5)]]);
  expect(totalsOf(groups, () => undefined, progress)).toMatchObject({
    bytes: 10,
    total: null,
    percent: null,
    speed: 5,
    left: null,
  });
});

test('where nothing flows there is no speed', () => {
  const none = totalsOf(
    { running: [], waiting: 0, waitingBytes: 0, waitingTotal: 0, failed: [] },
    () => undefined,
    new Map(),
  );
  expect(none).toMatchObject({ active: 0, speed: null, left: null, percent: null });
});
