// @vitest-environment jsdom
/** Cleaning up as the listener does it: seen before, done, and undone. */
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test } from 'vitest';

import Root from '../../Root.svelte';
import { rehearse, type Rehearsal, settle } from '../../testing/app';
import PodcastRules from '../podcast/PodcastRules.svelte';
import Storage from './Storage.svelte';

let stage: Rehearsal;
let window_: object | undefined;

afterEach(async () => {
  if (window_) await unmount(window_);
  window_ = undefined;
  stage.close();
  document.body.innerHTML = '';
});

async function shown(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    await settle();
    flushSync();
  }
}

async function open(view: unknown): Promise<void> {
  stage = await rehearse();
  window_ = mount(Root, { target: document.body, props: { app: stage.app, view: view as never } });
  await shown();
}

const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
const rows = (testid: string) => document.querySelectorAll(`[data-testid="${testid}"]`).length;

async function press(testid: string): Promise<void> {
  expect(find(testid), testid).not.toBeNull();
  find(testid)!.click();
  await shown();
}

async function type(testid: string, value: string): Promise<void> {
  const field = find(testid) as HTMLInputElement;
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await shown();
}

test('a budget shows what would go before it is saved, and what went can be put back', async () => {
  await open(Storage);
  const before = stage.app.storage.space!;
  expect(before.podcasts.length).toBeGreaterThan(1);
  expect(rows('space-row')).toBe(before.podcasts.length);
  expect(find('nothing-would-go')).not.toBeNull();
  await type('storage-budget', '0.1');
  expect(rows('leaving-row')).toBeGreaterThan(0);
  expect((await stage.memory.getStorage()).used).toBe(before.used);
  const going = rows('leaving-row');
  await press('clean-up');
  expect(stage.app.storage.space).toMatchObject({ budget: 100_000_000, trash: { length: going } });
  expect(rows('leaving-row')).toBe(0);
  stage.app.toasts.all.at(-1)!.action!.run();
  await shown();
  expect(stage.app.storage.space!.used).toBe(before.used);
  expect(find('in-trash')).toBeNull();
});

test('what is no number is said so and saves nothing', async () => {
  await open(Storage);
  await type('storage-budget', 'much');
  expect(document.querySelector('[role=alert]')?.textContent).toContain('2.5');
  expect(find('save-budget')!.hasAttribute('disabled')).toBe(true);
  await type('storage-budget', '');
  expect(document.querySelector('[role=alert]')).toBeNull();
});

test('what was cleaned up can be deleted at once', async () => {
  await open(Storage);
  await type('storage-budget', '0');
  await press('clean-up');
  await press('empty-trash');
  expect(stage.app.storage.space!.trash).toEqual([]);
  expect(find('in-trash')).toBeNull();
});

test('the rules of a podcast say what goes, and hold once they are saved', async () => {
  stage = await rehearse();
  const { podcastId } = (await stage.memory.getStorage()).podcasts[0]!;
  const props = { app: stage.app, view: PodcastRules as never, given: { id: podcastId } };
  window_ = mount(Root, { target: document.body, props });
  await shown();
  expect(find('save-rules')!.hasAttribute('disabled')).toBe(true);
  expect(find('filter-contains')).toBeNull();
  await press('auto-download-3');
  await type('filter-contains', 'tide, moon');
  await press('kind-full');
  await press('keep-1');
  await press('save-rules');
  expect(await stage.memory.getPodcastRules(podcastId)).toMatchObject({
    autoDownload: { newest: 3, contains: ['tide', 'moon'], types: ['full'] },
    keep: { newest: 1 },
  });
  expect(find('save-rules')!.hasAttribute('disabled')).toBe(true);
});

test('a clean-up by the rules is told, with a way back', async () => {
  stage = await rehearse();
  const ids = (await stage.memory.listDownloads()).done.slice(0, 1);
  await stage.memory.cleanUp(ids);
  stage.memory.tell({ type: 'cleanedUp', ids });
  const toast = stage.app.toasts.all.at(-1)!;
  expect(toast.text).toContain('your rules');
  toast.action!.run();
  await shown();
  expect((await stage.memory.listDownloads()).done).toContain(ids[0]);
});
