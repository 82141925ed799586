// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Failed } from '../backend/backend';
import { type Rehearsal, rehearse } from '../testing/app';

let stage: Rehearsal;
beforeEach(async () => {
  stage = await rehearse();
});
afterEach(() => stage.close());

test('an address from another program is proposed; nothing is subscribed to and no directory is asked', () => {
  const { app, memory } = stage;
  const subscribed = vi.spyOn(memory, 'subscribe');
  const searched = vi.spyOn(memory, 'searchDirectories');
  app.fullPlayer.open = true;
  memory.tell({ type: 'addressOpened', address: 'https://user:secret@stranger.example/feed' });
  expect(app.fullPlayer.open).toBe(false);
  expect(app.route.place).toEqual({ view: 'discover', query: 'https://user:secret@stranger.example/feed' });
  expect(subscribed).not.toHaveBeenCalled();
  expect(searched).not.toHaveBeenCalled();
});

test('an address is not remembered for the next start, but words are', async () => {
  const { app, memory } = stage;
  memory.tell({ type: 'addressOpened', address: 'https://user:secret@stranger.example/feed' });
  await vi.waitFor(() => expect(app.preferences.current.lastView).toBe('discover'));
  app.route.go({ view: 'discover', query: 'tide' });
  await vi.waitFor(() => expect(app.preferences.current.lastView).toBe('discover?q=tide'));
});

test('a list that was dropped, or that Friday was opened with, is planned and not imported', async () => {
  const { app, memory } = stage;
  const imported = vi.spyOn(memory, 'importList');
  memory.tell({ type: 'listOpened' });
  await vi.waitFor(() => expect(app.lists.plan).not.toBeNull());
  expect(app.lists.importing).toBe(true);
  expect(app.lists.plan!.known).toBe(app.podcasts.all.length);
  expect(imported).not.toHaveBeenCalled();
});

test('a file that cannot be read is a failure in the dialog', async () => {
  const { app, memory } = stage;
  memory.readOpenedList = () => Promise.reject(new Failed({ code: 'cannot_read', message: '', detail: null }));
  memory.tell({ type: 'listOpened' });
  await vi.waitFor(() => expect(app.lists.failure).toMatchObject({ code: 'cannot_read' }));
  expect(app.lists.plan).toBeNull();
});
