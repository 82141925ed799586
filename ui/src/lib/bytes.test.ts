import { expect, test } from 'vitest';

import { formatBytes, formatBytesOf, formatBytesSoFar, formatSpeed } from './bytes';

test.each([
  [0, '0 kB'],
  [512, '1 kB'],
  [640_000, '640 kB'],
  [999_400, '999 kB'],
  [999_600, '1.0 MB'],
  [1_240_000, '1.2 MB'],
  [9_940_000, '9.9 MB'],
  [9_960_000, '10 MB'],
  [48_006_144, '48 MB'],
  [999_600_000, '1.0 GB'],
  [1_500_000_000, '1.5 GB'],
  [2_300_000_000_000, '2.3 TB'],
])('%i bytes at rest are %s', (bytes, words) => {
  expect(formatBytes(bytes, 'en')).toBe(words);
});

test.each([
  [20_100_000, 48_000_000, '20.1', '48.0 MB'],
  [0, 48_000_000, '0.0', '48.0 MB'],
  [212_000_000, 640_000_000, '212', '640 MB'],
  [500_000, 48_000_000, '0.5', '48.0 MB'],
  [20_000, 700_000, '20', '700 kB'],
  [300_000_000, 1_200_000_000, '0.3', '1.2 GB'],
  // More than was announced has come: the unit still fits both.
  [1_200_000, 900_000, '1.2', '0.9 MB'],
])('%i of %i bytes share a unit', (done, total, first, second) => {
  expect(formatBytesOf(done, total, 'en')).toEqual({ done: first, total: second });
});

test('a size that grows keeps its digit', () => {
  expect(formatBytesSoFar(20_000_000, 'en')).toBe('20.0 MB');
});

test.each([
  [640_000, '640 kB/s'],
  [3_140_000, '3.1 MB/s'],
  [12_000_000, '12.0 MB/s'],
])('%i bytes a second are %s', (speed, words) => {
  expect(formatSpeed(speed, 'en')).toBe(words);
});

test('numbers follow the locale', () => {
  expect(formatBytes(1_240_000, 'de')).toBe('1,2 MB');
});
