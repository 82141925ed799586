import { expect, test } from 'vitest';

import type { Download } from '../backend/wire';
import { waitingWords } from './waiting';

const download: Download = {
  state: 'queued',
  bytes: 0,
  total: null,
  error: null,
  attempt: 2,
  maxAttempts: 8,
  retryAt: null,
  finished: null,
};

test.each<[string, Partial<Download>, boolean, string | null]>([
  ['its turn has not come', {}, false, 'Waiting'],
  ['the next try is in 42 seconds', { retryAt: 42_000 }, false, 'Retry in 0:42 (3 of 8)'],
  ['the time of the next try has come', { retryAt: 0 }, false, 'Waiting'],
  ['the listener has paused it', { state: 'paused' }, false, 'Paused'],
  ['the listener has paused all', { retryAt: 42_000 }, true, 'Waiting – downloads are paused'],
  ['it runs', { state: 'running' }, false, null],
])('where %s', (_, change, allPaused, words) => {
  expect(waitingWords({ ...download, ...change }, allPaused, 0)).toBe(words);
});
