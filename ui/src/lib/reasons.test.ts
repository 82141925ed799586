import { afterEach, expect, test } from 'vitest';

import { speak } from '../messages';
import { knownCodes, reasonWords } from './reasons';

afterEach(() => speak(() => 'en'));

test.each(knownCodes)('%s has words of its own in both languages', (code) => {
  const english = reasonWords({ code, message: 'x' }).sentence;
  expect(english).toMatch(/[.?)]$/);
  if (code !== 'bug') expect(english).not.toBe(reasonWords({ code: 'bug', message: '' }).sentence);
  speak(() => 'zh-CN');
  const chinese = reasonWords({ code, message: 'x' }).sentence;
  expect(chinese).toMatch(/\p{Script=Han}.*[。？）]$/u);
});

test('a code that nobody knows is a fault of ours, in words', () => {
  expect(reasonWords({ code: 'lunar_eclipse', message: '' }).sentence).toBe('Something went wrong inside Friday.');
});

test.each([
  ['http_404', { of: 'download' }, 'The file is gone from the host.', 'refresh'],
  ['http_410', { of: 'feed' }, 'There is nothing at this address any more.', 'refresh'],
  ['http_403', { of: 'feed' }, 'The host refuses to show this feed.', 'openLink'],
  [
    'html_instead_of_audio',
    {},
    'The server sent a web page, not audio (a login page, or a captive portal?).',
    'openLink',
  ],
  ['truncated', {}, 'The connection ended early.', 'retry'],
  ['truncated', { bytes: 31_200_000, total: 48_000_000 }, 'The connection ended early (31.2 of 48.0 MB).', 'retry'],
  [
    'disk_full',
    { bytes: 0, total: 48_000_000, freeSpace: 12_000_000 },
    'Not enough disk space: needs 48 MB, 12 MB free.',
    'freeSpace',
  ],
  ['disk_full', {}, 'Not enough disk space.', 'freeSpace'],
] as const)('%s with %o', (code, facts, sentence, step) => {
  expect(reasonWords({ code, message: '' }, { locale: 'en', ...facts })).toMatchObject({ sentence, step });
});

test('a server error names its number where there is one', () => {
  expect(reasonWords({ code: 'http_5xx', message: 'HTTP 502 from media.example' }).sentence).toBe(
    'Server error (502).',
  );
  expect(reasonWords({ code: 'http_5xx', message: 'no idea' }).sentence).toBe('Server error.');
});

test('a host that asks to wait is quoted with the time', () => {
  const retryAt = new Date(2026, 10, 24, 14, 5).getTime();
  const { sentence, next } = reasonWords({ code: 'http_429', message: '' }, { retryAt, locale: 'en-GB' });
  expect(sentence).toBe('The host asks us to wait until 14:05.');
  expect(next).toBeNull();
});

test('what is tried again by itself needs no advice, and what resumes says where', () => {
  expect(reasonWords({ code: 'stalled', message: '' }, { bytes: 20_100_000, locale: 'en' }).next).toBe(
    'Retry goes on at 20 MB.',
  );
  expect(
    reasonWords({ code: 'stalled', message: '' }, { bytes: 20_100_000, retryAt: 1, locale: 'en' }).next,
  ).toBeNull();
});
