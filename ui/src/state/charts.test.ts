// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Failed } from '../backend/backend';
import type { Chart } from '../backend/wire';
import { type Rehearsal, rehearse, settle } from '../testing/app';

let stage: Rehearsal;
beforeEach(async () => {
  stage = await rehearse();
});
afterEach(() => stage.close());

test('the country is that of the language until another is chosen, which is remembered', async () => {
  const { charts, preferences } = stage.app;
  expect(charts.country).toBe('us');
  await charts.load();
  expect(charts.chart?.country).toBe('us');
  charts.choose('de');
  expect(charts.chart).toBeNull();
  await charts.load();
  expect(charts.chart?.country).toBe('de');
  expect(preferences.current.country).toBe('de');
});

test('an answer for a country that was left is thrown away', async () => {
  const { charts } = stage.app;
  const answers: (() => void)[] = [];
  stage.memory.getChart = (country) =>
    new Promise<Chart>((resolve) => {
      answers.push(() => resolve({ country, podcasts: [], read: 0, failure: null }));
    });
  void charts.load();
  charts.choose('fr');
  void charts.load();
  answers[1]!();
  answers[0]!();
  await settle();
  expect(charts).toMatchObject({ asking: false, chart: { country: 'fr' } });
});

test('a chart that cannot be read is a failure, and goes when it is asked for again', async () => {
  const { charts } = stage.app;
  const asked = vi.spyOn(stage.memory, 'getChart');
  asked.mockRejectedValueOnce(new Failed({ code: 'offline', message: '', detail: null }));
  await charts.load();
  expect(charts.failure).toMatchObject({ code: 'offline' });
  await charts.load();
  expect(charts).toMatchObject({ failure: null, asking: false, chart: { country: 'us' } });
});
