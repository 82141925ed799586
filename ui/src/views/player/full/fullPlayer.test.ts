// @vitest-environment jsdom
/** The full player over the invented world: what it shows, where it leads, and that axe finds nothing. */
import axe from 'axe-core';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';

import Root from '../../../Root.svelte';
import Window from '../../../App.svelte';
import type { FullPlayerTab } from '../../../state/fullPlayer.svelte';
import { rehearse, type Rehearsal, settle } from '../../../testing/app';
import { fetchViews } from '../../frame/views';

class Observer {
  #tell: (entries: object[]) => void;
  constructor(tell: (entries: object[]) => void) {
    this.#tell = tell;
  }
  observe(target: Element): void {
    queueMicrotask(() => this.#tell([{ target, contentRect: { width: 1000, height: 700 }, isIntersecting: true }]));
  }
  unobserve(): void {}
  disconnect(): void {}
}

let stage: Rehearsal;
let window_: object;

beforeAll(async () => {
  await fetchViews();
  await import('./FullPlayer.svelte');
});

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', Observer);
  vi.stubGlobal('IntersectionObserver', Observer);
  for (const size of ['clientWidth', 'clientHeight', 'offsetHeight', 'offsetWidth'] as const)
    vi.spyOn(HTMLElement.prototype, size, 'get').mockReturnValue(700);
  // jsdom scrolls nothing.
  Element.prototype.scrollTo = () => {};
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  vi.spyOn(HTMLElement.prototype, 'offsetParent', 'get').mockReturnValue(document.body);
});

afterEach(async () => {
  await unmount(window_);
  stage.close();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function shown(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    await settle();
    await new Promise((resolve) => setTimeout(resolve));
    flushSync();
  }
}

/** An episode that the invented world gives chapters and a transcript, in the full player. */
async function open(tab: FullPlayerTab): Promise<void> {
  stage = await rehearse();
  const { app, memory } = stage;
  window_ = mount(Root, { target: document.body, props: { app, view: Window } });
  const ids = await memory.listEpisodeIds({ podcastId: null, states: ['downloaded'], oldestFirst: false });
  await app.player.play(ids.find((id) => id % 5 < 3)!);
  app.fullPlayer.toggle(tab);
  await shown();
}

const all = (testid: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${testid}"]`)];
const one = (testid: string) => all(testid)[0];

test.each(['chapters', 'transcript', 'notes', 'bookmarks', 'upNext'] as const)(
  'axe objects to nothing in %s',
  async (tab) => {
    await open(tab);
    expect(one('full-player')).toBeDefined();
    const { violations } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
  },
);

test('a chapter is gone to at a click, and the one that is heard is marked', async () => {
  await open('chapters');
  expect(all('chapter')).toHaveLength(7);
  all('chapter')[3]!.click();
  await shown();
  expect(stage.app.player.position).toBe(stage.app.chapters.listed[3]!.start);
  expect(all('chapter').findIndex((row) => row.getAttribute('aria-current') === 'true')).toBe(3);
  expect(one('player-chapter')?.textContent).toContain('The long answer');
});

test('a chapter is left out from now on, is marked so, and is heard again', async () => {
  await open('chapters');
  const { chapters, player } = stage.app;
  const skip = () => all('chapter-skip')[1]!;
  expect(skip().getAttribute('aria-label')).toBe('Always skip “What we heard on the way”');
  skip().click();
  await shown();
  expect(skip().getAttribute('aria-pressed')).toBe('true');
  expect(all('chapter')[1]!.querySelector('s')?.textContent).toBe('What we heard on the way');
  expect(all('chapter')[1]!.textContent).toContain('always skipped');
  const id = player.episode!.id;
  expect((await stage.memory.getChapters(id)).filter(({ skipped }) => skipped)).toHaveLength(1);
  player.seek(0);
  chapters.next();
  expect(player.position, 'what is skipped is no next chapter').toBe(chapters.listed[2]!.start);
  skip().click();
  await shown();
  expect(skip().getAttribute('aria-pressed')).toBe('false');
  expect(document.querySelector('s')).toBeNull();
});

test('a bookmark is added at this moment, gone to, written on, taken out and put back', async () => {
  await open('bookmarks');
  const { player, toasts } = stage.app;
  expect(document.querySelector('[data-testid="player-bookmarks"]')?.textContent).toContain('No bookmarks');
  for (const second of [95, 40]) {
    player.seek(second);
    await shown();
    one('bookmark-add')!.click();
    await shown();
  }
  expect(all('bookmark-go').map(({ textContent }) => textContent)).toEqual(['0:40', '1:35']);
  all('bookmark-go')[1]!.click();
  await shown();
  expect(player.position).toBe(95);
  const note = all('bookmark-note')[1] as HTMLInputElement;
  note.value = 'The bell';
  note.dispatchEvent(new Event('change', { bubbles: true }));
  await shown();
  all('bookmark-remove')[1]!.click();
  await shown();
  expect(all('bookmark-go')).toHaveLength(1);
  toasts.all.find(({ text }) => text === 'Bookmark at 1:35 removed')?.action?.run();
  await shown();
  expect((all('bookmark-note')[1] as HTMLInputElement).value).toBe('The bell');
});

test('the transcript is searched, and a passage is gone to at a click', async () => {
  await open('transcript');
  expect(all('cue').length).toBeGreaterThan(0);
  stage.app.transcript.search('spoons');
  await shown();
  expect(one('transcript-found')?.textContent).toMatch(/^1 \/ \d+ passages$/);
  expect(one('transcript-follow')).toBeDefined();
  all('cue')[1]!.click();
  await shown();
  expect(stage.app.player.position).toBe(7);
  expect(stage.app.transcript.following).toBe(true);
});

test('Escape and going to another page close it', async () => {
  await open('notes');
  stage.app.keyboard.run('close');
  await shown();
  expect(one('full-player')).toBeUndefined();
  stage.app.fullPlayer.toggle('chapters');
  await shown();
  stage.app.route.go({ view: 'settings' });
  await shown();
  expect(one('full-player')).toBeUndefined();
});
