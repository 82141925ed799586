// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Rehearsal, rehearse, settle } from '../testing/app';

let stage: Rehearsal;
beforeEach(async () => (stage = await rehearse()));
afterEach(() => stage.close());

const undo = async () => {
  stage.app.toasts.all.at(-1)?.action?.run();
  await settle();
};

test('the list is read at the start, with what is left to hear', () => {
  const { upNext } = stage.app;
  expect(upNext.status).toBe('ready');
  expect(upNext.ids).toHaveLength(9);
  expect(upNext.left).toBeGreaterThan(0);
});

test('a row goes to another place at once, and Rust is told before which one', async () => {
  const { upNext } = stage.app;
  const [first, second, third] = upNext.ids as [number, number, number];
  const done = upNext.move(first, 1);
  expect(upNext.ids.slice(0, 3)).toEqual([second, first, third]);
  expect(await done).toBe(true);
  await settle();
  expect(upNext.ids.slice(0, 3)).toEqual([second, first, third]);
});

test('a locked list refuses, and stays as it was', async () => {
  const { upNext } = stage.app;
  await upNext.lock(true);
  await settle();
  const before = upNext.ids;
  expect(await upNext.move(before[0]!, 3)).toBe(false);
  expect(upNext.ids).toEqual(before);
});

test.each([
  ['removing', () => stage.app.upNext.remove([stage.app.upNext.ids[2]!])],
  ['clearing', () => stage.app.upNext.clear()],
  ['shuffling', () => stage.app.upNext.shuffle()],
])('%s can be taken back', async (_, change) => {
  const before = stage.app.upNext.ids;
  await change();
  await settle();
  expect(stage.app.upNext.ids).not.toEqual(before);
  await undo();
  expect(stage.app.upNext.ids).toEqual(before);
});

test('an episode is put next or last, once', async () => {
  const { upNext, podcasts } = stage.app;
  expect(podcasts.all.length).toBeGreaterThan(0);
  const last = upNext.ids.at(-1)!;
  await upNext.playNext([last]);
  await settle();
  expect([upNext.ids[0], upNext.ids.length]).toEqual([last, 9]);
});
