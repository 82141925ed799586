import { afterEach, expect, test } from 'vitest';

import { speak } from '../messages';
import { countdown, formatClock, formatDate, formatLength, formatRelative, spokenTime } from './times';

afterEach(() => speak(() => 'en'));

test.each([
  [0, '0:00'],
  [7.9, '0:07'],
  [247, '4:07'],
  [3599, '59:59'],
  [3753, '1:02:33'],
  [36_000, '10:00:00'],
  [-3, '0:00'],
  [Number.NaN, '0:00'],
  [Number.POSITIVE_INFINITY, '0:00'],
])('%d seconds on a clock are %s', (seconds, clock) => {
  expect(formatClock(seconds)).toBe(clock);
});

test.each([
  [45, '45 s', '45 秒'],
  [59.6, '1 min', '1 分钟'],
  [3120, '52 min', '52 分钟'],
  [3600, '1 h', '1 小时'],
  [3780, '1 h 3 min', '1 小时 3 分钟'],
  [3599, '1 h', '1 小时'],
])('a length of %d seconds is %s', (seconds, english, chinese) => {
  expect(formatLength(seconds)).toBe(english);
  speak(() => 'zh-CN');
  expect(formatLength(seconds)).toBe(chinese);
});

test.each([
  [0, '0 seconds'],
  [61, '1 minute 1 second'],
  [754, '12 minutes 34 seconds'],
  [3600, '1 hour'],
])('%d seconds are spoken as %s', (seconds, words) => {
  expect(spokenTime(seconds, 'en')).toBe(words);
});

const now = new Date(2026, 10, 24, 15, 0).getTime();
const at = (year: number, month: number, day: number, hour = 12) => new Date(year, month - 1, day, hour).getTime();

test.each([
  [at(2026, 11, 24, 0), 'Today'],
  [at(2026, 11, 23, 23), 'Yesterday'],
  [at(2026, 11, 22), '22 Nov'],
  [at(2026, 1, 3), '3 Jan'],
  [at(2019, 11, 12), '12 Nov 2019'],
])('%d was published %s', (moment, words) => {
  expect(formatDate(moment, now, 'en-GB')).toBe(words);
});

test('dates follow the locale', () => {
  expect(formatDate(at(2026, 11, 24), now, 'zh-CN')).toBe('今天');
  expect(formatDate(at(2019, 11, 12), now, 'zh-CN')).toBe('2019年11月12日');
  expect(formatDate(at(2026, 11, 12), now, 'en-US')).toBe('Nov 12');
});

const minute = 60_000;
test.each([
  [0, 'just now'],
  [20_000, 'in a moment'],
  [-4 * minute, '4 minutes ago'],
  [-50_000, '1 minute ago'],
  [38 * minute, 'in 38 minutes'],
  [-59.8 * minute, '1 hour ago'],
  [-5 * 60 * minute, '5 hours ago'],
  [-26 * 60 * minute, 'yesterday'],
  [-9 * 24 * 60 * minute, '9 days ago'],
  [-70 * 24 * 60 * minute, '2 months ago'],
  [-800 * 24 * 60 * minute, '2 years ago'],
])('%d ms from now is %s', (away, words) => {
  expect(formatRelative(now + away, now, 'en')).toBe(words);
});

test('a countdown is computed from its deadline and rounds up', () => {
  expect(countdown(now + 41_200, now)).toBe('0:42');
  expect(countdown(now - 1, now)).toBe('0:00');
});
