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
  waitsFor: 'turn',
  finished: null,
};

const until = (hour: number, minute: number) => ({ retryAt: new Date(2026, 10, 24, hour, minute).getTime() });
const reason = (code: string) => ({ error: { code, message: '' } });

test.each<[string, Partial<Download>, boolean, string | null]>([
  ['its turn has not come', {}, false, '3 downloads at a time'],
  ['its host is asked for enough', { waitsFor: 'host' }, false, 'Host limit: 2 per host'],
  ['the next try is in 42 seconds', { retryAt: 42_000, waitsFor: 'time' }, false, 'Retry in 0:42 (3 of 8)'],
  ['the time of the next try has come', { retryAt: 0, waitsFor: 'time' }, false, '3 downloads at a time'],
  ['its hours come later', { ...until(14, 5), ...reason('outside_hours') }, false, 'Waits for 14:05'],
  ['the disk is full', { retryAt: 42_000, ...reason('disk_full') }, false, 'Looks again in 0:42'],
  ['there is no network', { retryAt: 42_000, waitsFor: 'network' }, false, 'No network'],
  ['the listener has paused it', { state: 'paused', waitsFor: null }, false, 'Paused'],
  ['the listener has paused all', { retryAt: 42_000, waitsFor: 'pause' }, true, 'All downloads are paused'],
  ['it runs', { state: 'running', waitsFor: null }, false, null],
])('where %s', (_, change, paused, words) => {
  expect(waitingWords({ ...download, ...change }, { paused, atOnce: 3, perHost: 2 }, 0, 'en-GB')).toBe(words);
});
