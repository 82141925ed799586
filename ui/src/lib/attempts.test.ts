import { expect, test } from 'vitest';

import type { Attempt, Download } from '../backend/wire';
import { attemptFacts, attemptWords, nextWords, technicalText } from './attempts';

const attempt: Attempt = {
  number: 2,
  started: 0,
  ended: 12_000,
  bytes: 20_100_000,
  speed: 1_675_000,
  outcome: 'failed',
  reason: { code: 'http_503', message: 'HTTP 503 Service Unavailable' },
  detail: 'the answer had no body',
  status: 503,
  hops: [
    { url: 'https://a.example/1.mp3', status: 302 },
    { url: 'https://b.example/1.mp3', status: 503 },
  ],
  headers: [['server', 'nginx']],
};

const download: Download = {
  state: 'queued',
  bytes: 0,
  total: null,
  error: null,
  attempt: 2,
  maxAttempts: 8,
  retryAt: 42_000,
  waitsFor: 'time',
  finished: null,
};

test('an attempt says how it ended, and what it brought', () => {
  expect(attemptWords(attempt, 'en')).toMatch(/^The server .*\.$/);
  expect(attemptWords({ ...attempt, outcome: 'paused', reason: null }, 'en')).toBe('Paused by you.');
  expect(attemptFacts(attempt, 'en-GB')).toMatch(/^\d\d:\d\d · 12 s · 20 MB · 1\.7 MB\/s$/);
  expect(attemptFacts({ ...attempt, bytes: 0, speed: null }, 'en-GB')).toMatch(/^\d\d:\d\d · 12 s$/);
});

test('the technical text holds every hop and header', () => {
  expect(technicalText([attempt]).split('\n')).toEqual([
    'attempt 2: failed, 1970-01-01T00:00:00.000Z to 1970-01-01T00:00:12.000Z, 20100000 bytes',
    'http_503: HTTP 503 Service Unavailable',
    'the answer had no body',
    '302 https://a.example/1.mp3',
    '503 https://b.example/1.mp3',
    'server: nginx',
  ]);
});

test.each<[string, Partial<Download>, string | null]>([
  ['it waits for its next try', {}, 'Retry in 0:42 (3 of 8)'],
  ['its time has come', { retryAt: 0 }, null],
  ['it runs', { state: 'running', retryAt: null }, 'Attempt 2 of 8 is running.'],
  ['it is paused', { state: 'paused', retryAt: null }, 'It waits until you resume it.'],
  ['it has failed', { state: 'failed', attempt: 8 }, 'Nothing more happens by itself. 8 attempts were made.'],
])('what comes next where %s', (_, change, words) => {
  expect(nextWords({ ...download, ...change }, 0)).toBe(words);
});
