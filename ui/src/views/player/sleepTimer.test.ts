// @vitest-environment jsdom
/** The sleep timer in its menu: what can be chosen, and what the moon says while one runs. */
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';

import Root from '../../Root.svelte';
import { rehearse, type Rehearsal, settle } from '../../testing/app';
import SleepTimer from './SleepTimer.svelte';

let stage: Rehearsal;
let view: object;

beforeEach(async () => {
  stage = await rehearse();
  view = mount(Root, { target: document.body, props: { app: stage.app, view: SleepTimer } });
  flushSync();
});

afterEach(async () => {
  await unmount(view);
  stage.close();
});

const one = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
const moon = () => one('player-sleep')?.getAttribute('aria-label');

async function choose(testid: string): Promise<void> {
  one('player-sleep')!.click();
  flushSync();
  one(testid)!.click();
  await settle();
  flushSync();
}

test('it ends after this episode, or after two or three', async () => {
  expect(moon()).toBe('Sleep timer');
  for (const [testid, count, says] of [
    ['sleep-episode', 1, 'Sleep timer: end of episode'],
    ['sleep-episodes-2', 2, 'Sleep timer: after 2 episodes'],
    ['sleep-episodes-3', 3, 'Sleep timer: after 3 episodes'],
  ] as const) {
    await choose(testid);
    expect(stage.app.sleep.timer).toEqual({ type: 'episodes', count });
    expect(moon()).toBe(says);
  }
  await choose('sleep-off');
  expect(moon()).toBe('Sleep timer');
});

test('five minutes more are given only to one that counts minutes', async () => {
  await choose('sleep-chapter');
  expect(moon()).toBe('Sleep timer: end of chapter');
  one('player-sleep')!.click();
  flushSync();
  expect(one('sleep-add')).toBeNull();
  one('player-sleep')!.click();
  flushSync();
  await choose('sleep-15');
  await choose('sleep-add');
  const timer = stage.app.sleep.timer;
  const left = timer?.type === 'time' ? (timer.at - Date.now()) / 60_000 : 0;
  expect(Math.round(left)).toBe(20);
});
