// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { prepare, type Rehearsal, rehearse, settle } from '../testing/app';

let stage: Rehearsal;
beforeEach(async () => {
  vi.useFakeTimers();
  stage = await rehearse();
});
afterEach(() => {
  stage.close();
  vi.useRealTimers();
});

/** Longer than events are gathered. */
const soon = () => vi.advanceTimersByTimeAsync(300);

test('the groups and the rows of each are there after the start', async () => {
  await settle();
  const { downloads, episodes } = stage.app;
  expect(downloads.status).toBe('ready');
  expect([downloads.running.length, downloads.waiting.length, downloads.failed.length]).toEqual([3, 6, 5]);
  expect(episodes.get(downloads.failed[0]!.ids[0]!)?.download?.error).not.toBeNull();
});

test('a running download shows how far it is, and totals add up', () => {
  const { downloads } = stage.app;
  expect(downloads.progressOf(100_001)).toMatchObject({
    phase: 'downloading',
    percent: expect.any(Number),
    stalled: false,
  });
  expect(downloads.totals).toMatchObject({ active: 3, waiting: 6, failed: 10, speed: expect.any(Number) });
});

test('one click: asked for, running, verified, done, and said', async () => {
  const { downloads, episodes, announcer } = stage.app;
  episodes.want([600_004]);
  await downloads.pauseAll();
  for (const id of downloads.waiting) await downloads.cancel(id!);
  await downloads.resumeAll();
  await downloads.download([600_004]);
  await soon();
  expect(episodes.get(600_004)?.download?.state).toBe('queued');
  while (episodes.get(600_004)?.download?.state !== 'done') {
    stage.memory.moveDownloads();
    await vi.advanceTimersByTimeAsync(250);
  }
  await vi.advanceTimersByTimeAsync(2000);
  expect(downloads.done[0]).toBe(600_004);
  expect(downloads.progressOf(600_004)).toBeUndefined();
  expect(announcer.polite).toContain(episodes.get(600_004)!.title);
});

test('a download whose file is there while its job still ends is looked at again until it has', async () => {
  const { downloads } = stage.app;
  const groups = await stage.memory.listDownloads();
  const both = { ...groups, running: [groups.done[0]!, ...groups.running] };
  const list = vi.spyOn(stage.memory, 'listDownloads').mockResolvedValueOnce(both);
  await downloads.load();
  expect(downloads.running).toContain(groups.done[0]);
  await soon();
  expect(downloads.running).toEqual(groups.running);
  expect(list).toHaveBeenCalledTimes(2);
});

test('pause, resume, cancel and retry move an episode between the groups', async () => {
  const { downloads } = stage.app;
  await downloads.pause(100_001);
  await soon();
  expect(downloads.running).not.toContain(100_001);
  expect(downloads.waiting).toContain(100_001);
  await downloads.resume(100_001);
  await downloads.cancel(200_001);
  await downloads.retry(downloads.failed[0]!.ids[0]!);
  await soon();
  expect(downloads.running).toEqual([800_001]);
  expect(downloads.failed).toHaveLength(4);
  expect(stage.app.episodes.get(200_001)?.download).toBeNull();
});

test('pausing all leaves what waits in its order, and says so', async () => {
  const { downloads } = stage.app;
  await downloads.pauseAll();
  await soon();
  expect(downloads.paused).toBe(true);
  expect(downloads.running).toEqual([]);
  expect(downloads.waiting.slice(0, 3)).toEqual([100_001, 200_001, 800_001]);
});

test('a removed file is answered with a toast', async () => {
  await settle();
  await stage.app.downloads.remove(100_005);
  await soon();
  expect(stage.app.toasts.all).toMatchObject([{ kind: 'done', text: expect.stringContaining('Download removed') }]);
});

test('a download that stops moving is stalled, though no snapshot comes', async () => {
  await vi.advanceTimersByTimeAsync(7000);
  expect(stage.app.downloads.progressOf(100_001)?.stalled).toBe(true);
  expect(stage.app.downloads.totals.speed).toBeNull();
});

test('the speed of the last minute is sampled while anything runs', async () => {
  await vi.advanceTimersByTimeAsync(3000);
  expect(stage.app.downloads.speeds).toHaveLength(3);
  stage.memory.tell({ type: 'progress', downloads: [] });
  expect(stage.app.downloads.speeds).toEqual([]);
});

test('loading is not shown as empty', async () => {
  const waiting = prepare({ world: 'waiting' });
  void waiting.app.start();
  await settle();
  expect(waiting.app.ready).toBe(true);
  expect([waiting.app.downloads.status, waiting.app.podcasts.status]).toEqual(['loading', 'loading']);
  waiting.close();
  const broken = await rehearse({ world: 'broken' });
  expect(broken.app.downloads).toMatchObject({ status: 'failed', failure: { code: 'database' } });
  expect(broken.app.podcasts).toMatchObject({ status: 'failed', failure: { code: 'database' } });
  broken.close();
});

test('what waits is moved at once, and all of one cause is tried again by one press', async () => {
  const { downloads } = stage.app;
  await settle();
  const [first, second, third] = downloads.waiting;
  const moved = downloads.move(third!, 1);
  expect(downloads.waiting.slice(0, 3)).toEqual([third, first, second]);
  await moved;
  await soon();
  expect(downloads.waiting.slice(0, 3)).toEqual([third, first, second]);
  const { code, count } = downloads.failed[0]!;
  await downloads.retryWhere(code);
  await soon();
  expect(downloads.waiting).toHaveLength(6 + count);
  expect(downloads.failed.map((cause) => cause.code)).not.toContain(code);
});

test('of ten thousand that wait only those on screen are read, and seldom, however much happens', async () => {
  stage.close();
  stage = await rehearse({ world: 'queue', still: true });
  await settle();
  const { downloads } = stage.app;
  const groups = vi.spyOn(stage.memory, 'listDownloads');
  const pages = vi.spyOn(stage.memory, 'listWaitingDownloads');
  const rows = vi.spyOn(stage.memory, 'getEpisodes');
  expect(downloads.waiting.length).toBeGreaterThan(10_000);
  expect(downloads.waiting.filter((id) => id !== undefined)).toHaveLength(50);
  downloads.showWaiting(5000, 5030);
  await settle();
  expect(downloads.waiting.slice(5000, 5030)).not.toContain(undefined);
  for (let tenth = 0; tenth < 50; tenth += 1) {
    stage.memory.tell({ type: 'downloadsChanged', ids: [100_000 + tenth] });
    await vi.advanceTimersByTimeAsync(40);
  }
  await soon();
  expect(groups.mock.calls.length).toBeLessThanOrEqual(6);
  const answers = await Promise.all([...pages.mock.results, ...groups.mock.results].map(({ value }) => value));
  expect(JSON.stringify(answers).length / answers.length).toBeLessThan(4000);
  expect(rows.mock.calls.flat(2).length).toBeLessThanOrEqual(6 * 60 + 50);
});

test('one who scrolls without a pause meets no blanks, although each answer takes its time', async () => {
  stage.close();
  const opened = prepare({ world: 'queue', still: true, latency: 30 });
  stage = opened;
  void opened.app.start();
  await vi.advanceTimersByTimeAsync(500);
  const { downloads } = opened.app;
  let blanks = 0;
  // Two rows a frame is faster than one can read.
  for (let from = 0; from < 600; from += 2) {
    downloads.showWaiting(from, from + 30);
    await vi.advanceTimersByTimeAsync(16);
    if (downloads.waiting.slice(from, from + 30).includes(undefined)) blanks += 1;
  }
  expect(blanks).toBe(0);
});
