// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Failed } from '../backend/backend';
import type { Chart } from '../backend/wire';
import { type Rehearsal, rehearse, settle } from '../testing/app';
import { Charts } from './charts.svelte';

let stage: Rehearsal;
beforeEach(async () => {
  stage = await rehearse();
});
afterEach(() => stage.close());

test('a chart is that of the country that is asked for, and of no other', async () => {
  const charts = new Charts(stage.app.podcasts);
  await charts.load('us');
  expect(charts.of('us')?.country).toBe('us');
  expect(charts.of('de')).toBeNull();
  await charts.load('de');
  expect(charts.of('de')?.country).toBe('de');
});

test('an answer for a country that was left is thrown away', async () => {
  const charts = new Charts(stage.app.podcasts);
  const answers: (() => void)[] = [];
  stage.memory.getChart = (country) =>
    new Promise<Chart>((resolve) => {
      answers.push(() => resolve({ country, podcasts: [], read: 0, failure: null }));
    });
  void charts.load('us');
  void charts.load('fr');
  answers[1]!();
  answers[0]!();
  await settle();
  expect(charts.asking).toBe(false);
  expect(charts.of('fr')).not.toBeNull();
});

test('a chart that cannot be read is a failure, and goes when it is asked for again', async () => {
  const charts = new Charts(stage.app.podcasts);
  const asked = vi.spyOn(stage.memory, 'getChart');
  asked.mockRejectedValueOnce(new Failed({ code: 'offline', message: '', detail: null }));
  await charts.load('us');
  expect(charts.failure).toMatchObject({ code: 'offline' });
  await charts.load('us');
  expect(charts).toMatchObject({ failure: null, asking: false });
  expect(charts.of('us')).not.toBeNull();
});
