import { expect, test } from 'vitest';

import type { DownloadSettings } from '../backend/wire';
import { contains, dayOf, limitAt, withLimitAt } from './hours';

const hour = (hours: number) => hours * 60;
const night = { from: hour(23), to: hour(7) };

test.each([
  [night, hour(23), true],
  [night, hour(23) - 1, false],
  [night, 0, true],
  [night, hour(7) - 1, true],
  [night, hour(7), false],
  [{ from: hour(1), to: hour(6) }, hour(6), false],
  [{ from: hour(10), to: hour(10) }, hour(9), true],
  [{ from: 0, to: hour(24) }, hour(12), true],
])('a part of the day begins and ends to the minute, also over midnight: %o at minute %i', (hours, minute, within) => {
  expect(contains(hours, minute)).toBe(within);
});

const fastByNight: DownloadSettings = {
  bandwidth: 200_000,
  byHour: [{ hours: night, limit: null }],
  start: null,
};

test('downloads are fast by night and modest by day', () => {
  expect(limitAt(fastByNight, hour(3))).toBeNull();
  expect(limitAt(fastByNight, hour(12))).toBe(200_000);
});

test('the first part of the day that fits holds', () => {
  const byHour = [...fastByNight.byHour, { hours: { from: 0, to: 0 }, limit: 1 }];
  expect(limitAt({ ...fastByNight, byHour }, 0)).toBeNull();
  expect(limitAt({ ...fastByNight, byHour }, hour(12))).toBe(1);
});

test('another limit for now is one for the part of the day that it is', () => {
  expect(withLimitAt(fastByNight, hour(12), 500_000)).toEqual({ ...fastByNight, bandwidth: 500_000 });
  const slowNight = { hours: night, limit: 100_000 };
  expect(withLimitAt(fastByNight, hour(3), 100_000)).toEqual({ ...fastByNight, byHour: [slowNight] });
});

test('a day is told in as few stretches as will do', () => {
  expect(dayOf({ bandwidth: null, byHour: [], start: null })).toEqual([
    { from: 0, to: hour(24), limit: null, begins: true },
  ]);
  expect(dayOf({ ...fastByNight, start: { from: hour(1), to: hour(7) } })).toEqual([
    { from: 0, to: hour(1), limit: null, begins: false },
    { from: hour(1), to: hour(7), limit: null, begins: true },
    { from: hour(7), to: hour(23), limit: 200_000, begins: false },
    { from: hour(23), to: hour(24), limit: null, begins: false },
  ]);
});
