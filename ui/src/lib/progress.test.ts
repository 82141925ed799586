import { expect, test } from 'vitest';

import type { Progress } from '../backend/wire';
import { followProgress, leftWords, percentOf, progressFacts, progressWords, steadyLeft } from './progress';

test.each([
  [0, 100, 0],
  [42, 100, 42],
  [99.99, 100, 99],
  [100, 100, 100],
  [120, 100, 100],
  [5, null, null],
  [5, 0, null],
])('%d of %s bytes are %s percent', (bytes, total, percent) => {
  expect(percentOf(bytes, total)).toBe(percent);
});

test.each([
  [0, '1 s left'],
  [8.2, '9 s left'],
  [11, '15 s left'],
  [31, '35 s left'],
  [50, '50 s left'],
  [56, 'about 1 min left'],
  [89, 'about 1 min left'],
  [700, 'about 10 min left'],
  [760, 'about 15 min left'],
  [3590, 'about 60 min left'],
  [3601, 'over 1 h left'],
])('%d seconds left are %s', (seconds, words) => {
  expect(leftWords(seconds)).toBe(words);
});

test.each([
  [null, 40, 40],
  [40, null, null],
  [40, 45, 45],
  [40, 200, 80],
  [40, 3, 20],
  [6, 60, 60],
])('after %s seconds were shown, %s become %s', (shown, next, steady) => {
  expect(steadyLeft(shown, next)).toBe(steady);
});

const snapshot: Progress = {
  episodeId: 7,
  phase: 'downloading',
  bytes: 20_100_000,
  total: 48_000_000,
  speed: 3_100_000,
  left: 9,
};

test('a line of progress says percent, bytes, speed and time left', () => {
  expect(progressWords(followProgress(undefined, snapshot, 0), 'en')).toBe(
    '41% · 20.1 of 48.0 MB · 3.1 MB/s · 9 s left',
  );
});

test('an unknown size shows neither percent nor time left', () => {
  const live = followProgress(undefined, { ...snapshot, total: null, left: null }, 0);
  expect(progressFacts(live, 'en')).toEqual({ percent: null, bytes: '20.1 MB', speed: '3.1 MB/s', left: null });
});

test.each([
  ['connecting', 'Connecting…'],
  ['verifying', 'Verifying…'],
] as const)('while %s there is no speed, but a word', (phase, word) => {
  expect(progressFacts(followProgress(undefined, { ...snapshot, phase }, 0), 'en')).toMatchObject({
    speed: null,
    left: word,
  });
});

test('without a byte for more than five seconds a download is stalled, and with the next one it is not', () => {
  let live = followProgress(undefined, snapshot, 0);
  live = followProgress(live, snapshot, 5000);
  expect(live.stalled).toBe(false);
  live = followProgress(live, snapshot, 5250);
  expect(live.stalled).toBe(true);
  expect(progressFacts(live, 'en')).toMatchObject({ speed: null, left: 'Stalled' });
  live = followProgress(live, { ...snapshot, bytes: snapshot.bytes + 1 }, 5500);
  expect(live.stalled).toBe(false);
});
