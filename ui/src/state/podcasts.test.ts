// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

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

test('favourites come first, then the order of Rust', () => {
  const { all } = stage.app.podcasts;
  expect(all).toHaveLength(12);
  expect(all.slice(0, 3).map(({ title }) => title)).toEqual(['Slow Machines', 'The Tide Table', 'Borrowed Words']);
});

test('a favourite moves up at once', async () => {
  await stage.app.podcasts.setFavorite(11, true);
  expect(stage.app.podcasts.all.slice(0, 3).map(({ id }) => id)).toContain(11);
});

test('subscribing answers with the podcast, and the library has it', async () => {
  const empty = await rehearse({ world: 'empty' });
  expect(empty.app.podcasts.all).toEqual([]);
  const asked = empty.app.podcasts.subscribe('tidetable.example');
  expect(empty.app.podcasts.subscribing('tidetable.example')).toBe(true);
  expect((await asked)?.title).toBe('The Tide Table');
  expect(empty.app.podcasts.all.map(({ title }) => title)).toEqual(['The Tide Table']);
  expect(empty.app.podcasts.idOfFeed('https://tidetable.example/feed.xml')).toBe(1);
  expect(empty.app.podcasts.subscribing('tidetable.example')).toBe(false);
  empty.close();
});

test('what cannot be subscribed to is told at the field, not in a toast', async () => {
  const { podcasts, toasts } = stage.app;
  expect(await podcasts.subscribe('https://nothing.example/')).toBeNull();
  expect(podcasts.problem).toMatchObject({ address: 'https://nothing.example/', failure: { code: 'not_a_feed' } });
  expect(toasts.all).toEqual([]);
  podcasts.forgetProblem();
  expect(podcasts.problem).toBeNull();
});

test('unsubscribing can be undone', async () => {
  const { podcasts, toasts } = stage.app;
  await podcasts.unsubscribe(6);
  expect(podcasts.all.some(({ id }) => id === 6)).toBe(false);
  expect(podcasts.get(6)).toMatchObject({ subscribed: false });
  toasts.all[0]?.action?.run();
  await settle();
  expect(podcasts.all.some(({ id }) => id === 6)).toBe(true);
});

test('a refresh shows how far it is, then what it found', async () => {
  const slow = await Promise.all([rehearse({ latency: 10 }), vi.advanceTimersByTimeAsync(100)]).then(([slow]) => slow);
  const { podcasts, toasts } = slow.app;
  const done = podcasts.refresh(null);
  await vi.advanceTimersByTimeAsync(15);
  expect(podcasts.refreshing(null)).toBe(true);
  expect(podcasts.refreshProgress).toEqual({ done: 1, total: 12 });
  await vi.advanceTimersByTimeAsync(500);
  await done;
  expect(podcasts.refreshing(null)).toBe(false);
  expect(podcasts.refreshProgress).toBeNull();
  expect(toasts.all.map(({ text }) => text)).toEqual(['Nothing new. 1 feed of 12 could not be read.']);
  slow.close();
});

test('another process changed the library: all that is shown is read again', async () => {
  await stage.memory.setFavorite(11, true);
  const listed = vi.spyOn(stage.memory, 'listPodcasts');
  stage.memory.tell({ type: 'libraryChanged' });
  await settle();
  expect(listed).toHaveBeenCalled();
  expect(stage.app.podcasts.get(11)?.favorite).toBe(true);
});

test('a podcast that is no more is missing', async () => {
  stage.app.podcasts.want(99);
  await settle();
  expect(stage.app.podcasts.missing(99)).toBe(true);
});
