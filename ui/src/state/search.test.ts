// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Found } from '../backend/wire';
import { type Rehearsal, rehearse, settle } from '../testing/app';

let stage: Rehearsal;
beforeEach(async () => {
  vi.useFakeTimers();
  stage = await rehearse();
});
afterEach(() => {
  stage.close();
  vi.useRealTimers();
});

test('the library is asked once typing has been quiet for a tenth of a second', async () => {
  const { search } = stage.app;
  const asked = vi.spyOn(stage.memory, 'find');
  for (const text of ['s', 'sl', 'slo', 'slow']) {
    search.setQuery(text);
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(asked).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100);
  expect(asked.mock.calls).toEqual([['slow']]);
  expect(search.found?.podcasts.map(({ podcast }) => podcast.title)).toContain('Slow Machines');
});

test('an answer to an older question is thrown away', async () => {
  const { search } = stage.app;
  const answers: ((found: Found) => void)[] = [];
  stage.memory.find = () => new Promise((resolve) => answers.push(resolve));
  for (const text of ['tide', 'forest']) {
    search.setQuery(text);
    await vi.advanceTimersByTimeAsync(200);
  }
  const empty: Found = { podcasts: [], episodes: [], cues: [], index: { type: 'whole' } };
  const newer: Found = { ...empty, index: { type: 'missing' } };
  answers[1]!(newer);
  answers[0]!(empty);
  await settle();
  expect(search.found).toBe(newer);
  expect(search.asking).toBe(false);
});

test('nothing typed finds nothing, at once', async () => {
  const { search } = stage.app;
  search.setQuery('slow');
  await vi.advanceTimersByTimeAsync(200);
  search.clear();
  expect(search.found).toBeNull();
  expect(search.count).toBe(0);
});

test('while it is on screen, it asks again when the index has more in it', async () => {
  const { search } = stage.app;
  search.setQuery('slow');
  await vi.advanceTimersByTimeAsync(200);
  const asked = vi.spyOn(stage.memory, 'find');
  stage.memory.tell({ type: 'searchIndexChanged' });
  await vi.advanceTimersByTimeAsync(200);
  expect(asked).not.toHaveBeenCalled();
  search.show();
  stage.memory.tell({ type: 'searchIndexChanged' });
  await vi.advanceTimersByTimeAsync(200);
  expect(asked).toHaveBeenCalledTimes(1);
});
