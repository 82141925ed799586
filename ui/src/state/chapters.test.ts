// @vitest-environment jsdom
/** Chapters and the transcript as they go along with what is played. */
import { afterEach, expect, test } from 'vitest';
import { flushSync } from 'svelte';

import { rehearse, type Rehearsal, settle } from '../testing/app';

let stage: Rehearsal;
afterEach(() => stage.close());

/** An episode that the invented world gives chapters and a transcript. */
async function playing(): Promise<Rehearsal> {
  stage = await rehearse();
  const { app, memory } = stage;
  const ids = await memory.listEpisodeIds({ podcastId: null, states: ['downloaded'], oldestFirst: false });
  const id = ids.find((id) => id % 5 < 3)!;
  await app.player.play(id);
  flushSync();
  await settle();
  return stage;
}

test('the chapters of what plays are there, and next and previous lead through them', async () => {
  const { app } = await playing();
  const { chapters, player } = app;
  expect(chapters.listed).toHaveLength(7);
  player.seek(0);
  expect(chapters.current).toBe(chapters.listed[0]);
  chapters.next();
  expect(player.position).toBe(chapters.listed[1]!.start);
  player.seek(chapters.listed[2]!.start + 10);
  chapters.previous();
  expect(player.position).toBe(chapters.listed[2]!.start);
  chapters.previous();
  expect(player.position).toBe(chapters.listed[1]!.start);
  expect(chapters.titleAt(player.position)).toBe('What we heard on the way');
});

test('the transcript is read when it is looked at, follows the voice, and a search ends that', async () => {
  const { app } = await playing();
  const { transcript, player } = app;
  expect(transcript.status).toBe('idle');
  transcript.show();
  await settle();
  expect(transcript.status).toBe('ready');
  player.seek(15);
  expect(transcript.now).toBe(2);
  transcript.search('window');
  expect(transcript.following).toBe(false);
  expect(transcript.found[0]).toBe(0);
  const next = transcript.step(1);
  expect(next).toBe(transcript.found[1]);
  expect(transcript.step(-1)).toBe(0);
  transcript.search('zebra');
  expect(transcript.step(1)).toBeNull();
});

test('the keys open the full player at a tab, and the same key closes it', async () => {
  const { app } = await playing();
  app.keyboard.run('transcript');
  expect([app.fullPlayer.open, app.fullPlayer.tab]).toEqual([true, 'transcript']);
  app.keyboard.run('chapters');
  expect([app.fullPlayer.open, app.fullPlayer.tab]).toEqual([true, 'chapters']);
  app.keyboard.run('chapters');
  expect(app.fullPlayer.open).toBe(false);
});
