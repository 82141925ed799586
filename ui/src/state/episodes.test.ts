// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Failed } from '../backend/backend';
import { mostIds } from '../backend/limits';
import type { Episode, EpisodeFilter } from '../backend/wire';
import { type Rehearsal, rehearse, settle } from '../testing/app';

const ofShow = (podcastId: number, states: EpisodeFilter['states'] = []): EpisodeFilter => ({
  podcastId,
  states,
  oldestFirst: false,
});

let stage: Rehearsal;
beforeEach(async () => {
  vi.useFakeTimers();
  stage = await rehearse();
});
afterEach(() => {
  stage.close();
  vi.useRealTimers();
});

test('a list is loading, then ids; rows come only for what is on screen', async () => {
  const { episodes } = stage.app;
  const list = episodes.list(ofShow(6));
  expect(list.status).toBe('loading');
  await settle();
  expect(list.status).toBe('ready');
  expect(list.ids).toHaveLength(52);
  list.show(10, 20);
  await settle();
  expect(episodes.get(list.ids[15]!)?.podcastTitle).toBe('Borrowed Words');
  expect(episodes.get(list.ids[30]!)).toBeUndefined();
});

test('rows are asked for once, two hundred at a time', async () => {
  const large = await rehearse({ world: 'large' });
  const asked = vi.spyOn(large.memory, 'getEpisodes');
  const list = large.app.episodes.list(ofShow(1));
  await settle();
  list.show(0, 450);
  list.show(0, 450);
  await settle();
  const sizes = asked.mock.calls.map(([ids]) => ids.length);
  expect(Math.max(...sizes)).toBe(200);
  const ids = asked.mock.calls.flatMap(([ids]) => ids);
  expect(ids.length).toBeGreaterThan(400);
  expect(new Set(ids).size).toBe(ids.length);
  large.close();
});

test('scrolling through all does not gather all', async () => {
  const large = await rehearse({ world: 'large' });
  const { episodes } = large.app;
  const list = episodes.list({ podcastId: null, states: [], oldestFirst: false });
  // It comes in parts.
  for (let part = 0; part < 50 && list.ids.length < 20_000; part += 1) await settle();
  expect(list.ids.length).toBeGreaterThan(20_000);
  for (let from = 0; from < 10_000; from += 100) {
    list.show(from, from + 100);
    await settle();
  }
  expect(episodes.get(list.ids[50]!)).toBeUndefined();
  expect(episodes.get(list.ids[9950]!)).toBeDefined();
  large.close();
});

test('an event replaces the row by its id', async () => {
  const { episodes } = stage.app;
  episodes.want([600_001]);
  await settle();
  await stage.memory.setStarred([600_001], true);
  await settle();
  expect(episodes.get(600_001)?.starred).toBe(true);
});

test('a late answer does not undo a newer one', async () => {
  const { episodes } = stage.app;
  episodes.want([600_001]);
  await settle();
  const row = episodes.get(600_001)!;
  const answers: ((rows: Episode[]) => void)[] = [];
  stage.memory.getEpisodes = () => new Promise((resolve) => answers.push(resolve));
  void episodes.renew([600_001]);
  void episodes.renew([600_001]);
  answers[1]!([{ ...row, title: 'new' }]);
  answers[0]!([{ ...row, title: 'old' }]);
  await settle();
  expect(episodes.get(600_001)?.title).toBe('new');
});

test('a star shows at once, and goes back with a reason where Rust refuses', async () => {
  const { episodes, toasts } = stage.app;
  episodes.want([600_002]);
  await settle();
  const before = episodes.get(600_002)!.starred;
  stage.memory.setStarred = () => Promise.reject(new Failed({ code: 'database', message: 'locked', detail: null }));
  const done = episodes.setStarred([600_002], !before);
  expect(episodes.get(600_002)?.starred).toBe(!before);
  await done;
  expect(episodes.get(600_002)?.starred).toBe(before);
  expect(toasts.all).toMatchObject([{ kind: 'failure', detail: 'locked' }]);
});

test('a list by state follows what the listener does', async () => {
  const list = stage.app.episodes.list(ofShow(6, ['new']));
  await settle();
  expect(list.ids).toEqual([600_001]);
  await stage.app.episodes.setPlayed([600_001], true);
  await vi.advanceTimersByTimeAsync(200);
  expect(list.ids).toEqual([]);
});

test('another filter shows loading, not the old rows', async () => {
  const list = stage.app.episodes.list(ofShow(6));
  await settle();
  list.setFilter({ ...ofShow(6), oldestFirst: true });
  expect(list).toMatchObject({ status: 'loading', ids: [] });
  await settle();
  expect(list.ids[0]).toBe(600_052);
});

test('an answer to an older filter is thrown away', async () => {
  const answers: ((ids: number[]) => void)[] = [];
  stage.memory.listEpisodeIds = () => new Promise((resolve) => answers.push(resolve));
  const list = stage.app.episodes.list(ofShow(6));
  list.setFilter(ofShow(7));
  answers[1]!([7]);
  answers[0]!([6]);
  await settle();
  expect(list.ids).toEqual([7]);
});

test('of a long list the first rows are there while the rest comes', async () => {
  const parts: ((ids: number[]) => void)[] = [];
  const after: unknown[] = [];
  stage.memory.listEpisodeIds = (_, last) => {
    after.push(last);
    return new Promise((resolve) => parts.push(resolve));
  };
  const list = stage.app.episodes.list({ podcastId: null, states: [], oldestFirst: false });
  const first = Array.from({ length: mostIds }, (_, at) => at + 1);
  parts[0]!(first);
  await settle();
  expect(list).toMatchObject({ status: 'ready', ids: first });
  parts[1]!([mostIds + 1]);
  await settle();
  expect(list.ids).toHaveLength(mostIds + 1);
  expect(after).toEqual([null, mostIds]);
});

test('a list that fails says why, and loads again when asked', async () => {
  const list = vi
    .spyOn(stage.memory, 'listEpisodeIds')
    .mockRejectedValueOnce(new Failed({ code: 'database', message: '', detail: null }));
  const failing = stage.app.episodes.list(ofShow(6));
  await settle();
  expect(failing).toMatchObject({ status: 'failed', failure: { code: 'database' } });
  await failing.load();
  expect(failing.status).toBe('ready');
  expect(list).toHaveBeenCalledTimes(2);
});

test('a refresh that brings episodes reaches the lists of that podcast', async () => {
  const list = stage.app.episodes.list(ofShow(6));
  await settle();
  const asked = vi.spyOn(stage.memory, 'listEpisodeIds');
  stage.memory.tell({ type: 'episodesAdded', podcastId: 5, count: 1 });
  await vi.advanceTimersByTimeAsync(300);
  expect(asked).not.toHaveBeenCalled();
  stage.memory.tell({ type: 'episodesAdded', podcastId: 6, count: 1 });
  await vi.advanceTimersByTimeAsync(300);
  expect(asked).toHaveBeenCalledOnce();
  list.close();
});

test('the details of an episode carry the row as it is now', async () => {
  const page = stage.app.episodes.details(100_005);
  expect(page.status).toBe('loading');
  await settle();
  expect(page.value).toMatchObject({ sha256: expect.any(String), episode: { starred: false } });
  await stage.app.episodes.setStarred([100_005], true);
  expect(page.value?.episode.starred).toBe(true);
});

test('an episode that is no more is gone, not failed', async () => {
  const page = stage.app.episodes.details(5);
  await settle();
  expect(page.status).toBe('gone');
});
