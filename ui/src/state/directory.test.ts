// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Failed } from '../backend/backend';
import type { SearchAnswer } from '../backend/wire';
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

test('it asks once, when typing has been quiet for 300 ms', async () => {
  const { directory } = stage.app;
  const asked = vi.spyOn(stage.memory, 'searchDirectories');
  for (const text of ['s', 'sl', 'slo', 'slow']) {
    directory.setQuery(text);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(directory.status).toBe('typing');
  expect(asked).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(300);
  expect(asked.mock.calls.map(([text]) => text)).toEqual(['slow']);
  expect(directory.status).toBe('done');
  expect(directory.found.map(({ title }) => title)).toContain('Slow Machines');
});

test('an answer to an older question is thrown away', async () => {
  const { directory } = stage.app;
  const answers: ((answer: SearchAnswer) => void)[] = [];
  stage.memory.searchDirectories = (_, receive) =>
    new Promise((resolve) => {
      answers.push((answer) => {
        receive(answer);
        resolve();
      });
    });
  directory.setQuery('tide');
  void directory.searchNow();
  directory.setQuery('forest');
  void directory.searchNow();
  const hit = (title: string): SearchAnswer => ({
    found: [
      { title, author: null, feedUrl: '', artwork: null, sources: [], episodes: null, genre: null, podcastId: null },
    ],
    failures: [],
    waiting: [],
  });
  answers[1]!(hit('Understory'));
  answers[0]!(hit('The Tide Table'));
  await settle();
  expect(directory.found.map(({ title }) => title)).toEqual(['Understory']);
});

test('an address is offered, and no directory is asked', async () => {
  const { directory } = stage.app;
  const asked = vi.spyOn(stage.memory, 'searchDirectories');
  directory.setQuery('https://example.org/feed.xml');
  await vi.advanceTimersByTimeAsync(1000);
  expect(directory.address).toBe('https://example.org/feed.xml');
  expect(directory.status).toBe('idle');
  expect(asked).not.toHaveBeenCalled();
});

test('a bare name may be words too', async () => {
  const { directory } = stage.app;
  directory.setQuery('node.js');
  await vi.advanceTimersByTimeAsync(1000);
  expect(directory.address).toBe('node.js');
  expect(directory.status).toBe('done');
});

test('clearing goes back to the beginning, and a pending question is forgotten', async () => {
  const { directory } = stage.app;
  const asked = vi.spyOn(stage.memory, 'searchDirectories');
  directory.setQuery('slow');
  directory.clear();
  await vi.advanceTimersByTimeAsync(1000);
  expect(directory).toMatchObject({ status: 'idle', found: [] });
  expect(asked).not.toHaveBeenCalled();
});

test('a directory that does not answer is named; a question that fails says why', async () => {
  const { directory } = stage.app;
  const offline = await rehearse({ world: 'offline' });
  offline.app.directory.setQuery('slow');
  await offline.app.directory.searchNow();
  expect(offline.app.directory.failures).toMatchObject([{ source: 'itunes', reason: { code: 'offline' } }]);
  offline.close();
  stage.memory.searchDirectories = () => Promise.reject(new Failed({ code: 'offline', message: '', detail: null }));
  directory.setQuery('slow');
  await directory.searchNow();
  expect(directory).toMatchObject({ status: 'failed', failure: { code: 'offline' } });
});
