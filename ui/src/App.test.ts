// @vitest-environment jsdom
/** The whole window over the invented world: every view stands, has its landmarks and words, and axe finds nothing. */
import axe from 'axe-core';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';

import type { Language } from './backend/wire';
import Window from './App.svelte';
import Root from './Root.svelte';
import { learn } from './messages';
import { placeOf } from './lib/places';
import { prepare, type Rehearsal, settle } from './testing/app';
import { fetchViews } from './views/frame/views';
import type { MemoryOptions } from './backend/memory';
import { severalFeeds } from './backend/memory/podcasts';
import { shows } from './backend/memory/shows';

/** jsdom has no layout: everything is as large as the window, and observers say so once. */
class Observer {
  #tell: (entries: object[]) => void;
  constructor(tell: (entries: object[]) => void) {
    this.#tell = tell;
  }
  observe(target: Element): void {
    const contentRect = { width: 1000, height: 700 };
    queueMicrotask(() => this.#tell([{ target, contentRect, isIntersecting: true }]));
  }
  unobserve(): void {}
  disconnect(): void {}
}

let stage: Rehearsal | undefined;
let window_: object | undefined;

beforeAll(fetchViews);

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', Observer);
  vi.stubGlobal('IntersectionObserver', Observer);
  for (const [size, value] of [
    ['clientWidth', 1000],
    ['clientHeight', 700],
    ['offsetHeight', 700],
    ['offsetWidth', 1000],
  ] as const) {
    vi.spyOn(HTMLElement.prototype, size, 'get').mockReturnValue(value);
  }
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  vi.spyOn(HTMLElement.prototype, 'offsetParent', 'get').mockReturnValue(document.body);
});

afterEach(async () => {
  if (window_) await unmount(window_);
  stage?.close();
  document.body.innerHTML = '';
  vi.restoreAllMocks();
});

async function open(path: string, options: MemoryOptions = {}): Promise<Rehearsal> {
  stage = prepare(options);
  stage.app.route.replace(placeOf(path));
  window_ = mount(Root, { target: document.body, props: { app: stage.app, view: Window as never } });
  void stage.app.start();
  await shown();
  if (path.startsWith('discover?')) await stage.app.directory.searchNow();
  await shown();
  return stage;
}

async function shown(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    await settle();
    flushSync();
  }
}

async function violations(): Promise<string[]> {
  // Contrast needs a layout; the tokens have a test of their own, and the real window is asked with axe as well.
  const { violations } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' · ')}`);
}

const views = [
  ['', {}],
  ['library', {}],
  ['podcast/1', {}],
  ['podcast/7', {}],
  ['episode/100003', {}],
  ['downloads', {}],
  ['storage', {}],
  ['discover', {}],
  ['discover?q=tide', {}],
  ['settings', {}],
  ['nonsense', {}],
  ['podcast/99', {}],
  ['', { world: 'empty' }],
  ['downloads', { world: 'empty' }],
  ['library', { world: 'waiting' }],
  ['podcast/1', { world: 'waiting' }],
  ['downloads', { world: 'waiting' }],
  ['library', { world: 'broken' }],
  ['downloads', { world: 'broken' }],
  ['storage', { world: 'empty' }],
  ['storage', { world: 'waiting' }],
  ['storage', { world: 'broken' }],
] as const;
const languages: Language[] = ['en', 'zh-CN'];

test('the words of Settings follow the language at once, those of their choices too', async () => {
  const { app } = await open('settings', { preferences: { language: 'en' } });
  const choices = () => document.querySelector('[data-testid="tell-ready"]')?.textContent;
  expect(choices()).toContain('Off');
  await learn('zh-CN');
  app.preferences.set({ language: 'zh-CN' });
  await shown();
  expect(choices()).toContain('关');
});

test.each(views.flatMap(([path, options]) => languages.map((language) => [path, options, language] as const)))(
  '#%s of %o in %s has landmarks, one heading and nothing that axe objects to',
  async (path, options, language) => {
    await open(path, { ...options, preferences: { language } });
    expect(document.querySelectorAll('h1')).toHaveLength(1);
    expect(document.querySelector('h1')?.textContent?.trim()).not.toBe('');
    expect(document.querySelectorAll('main, nav')).toHaveLength(2);
    expect(document.documentElement.lang).toBe(language);
    expect(await violations()).toEqual([]);
  },
);

test('loading is not shown as empty: while lists are on their way nothing says that there is nothing', async () => {
  await open('library', { world: 'waiting' });
  const waiting = document.querySelector('main')!.textContent;
  await unmount(window_!);
  window_ = undefined;
  stage!.close();
  await open('library', { world: 'empty' });
  expect(document.querySelector('main')!.textContent).not.toBe(waiting);
});

const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);

async function press(element: HTMLElement | null): Promise<void> {
  expect(element).not.toBeNull();
  element!.click();
  await shown();
}

test('the main job: search, subscribe, download, retry what broke off, play', async () => {
  const { app, memory, audio } = await open('discover', { world: 'empty' });
  const field = document.querySelector<HTMLInputElement>('main input')!;
  field.value = 'tide table';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await app.directory.searchNow();
  await shown();
  await press(find('subscribe'));
  expect(app.podcasts.all.map(({ title }) => title)).toEqual(['The Tide Table']);

  app.route.go({ view: 'podcast', id: 1 });
  await shown();
  const action = () => find('episode-row')!.querySelector<HTMLElement>('[data-testid="row-action"]');
  await press(action());
  await vi.waitFor(() => {
    memory.moveDownloads();
    flushSync();
    expect(find('progress-bytes')?.textContent).toMatch(/^\d+% · [\d.]+ of [\d.]+ MB$/);
  });
  for (let quarter = 0; quarter < 200; quarter += 1) memory.moveDownloads();
  await vi.waitFor(() => expect(find('failure-reason')?.textContent).toContain('The connection ended early'));
  await press(action());
  for (let quarter = 0; quarter < 200; quarter += 1) memory.moveDownloads();
  await vi.waitFor(() => expect(app.downloads.done).toHaveLength(1));
  await shown();
  await press(action());
  audio.begin(2400);
  await shown();
  expect(app.player.status).toBe('playing');
  expect(memory.reports.at(-1)).toMatchObject({ episodeId: app.downloads.done[0], playing: true, reason: 'play' });
  await press(action());
  expect(app.player.status).toBe('paused');
});

test('before anything is written Discover shows the chart of a country, and one click subscribes', async () => {
  const { app } = await open('discover', { world: 'empty' });
  const first = () => find('chart')!.querySelector<HTMLElement>('[data-testid="found-row"]')!;
  const before = first().dataset.feed;
  const select = find('chart-country') as HTMLSelectElement;
  select.value = 'de';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await shown();
  expect(first().dataset.feed).not.toBe(before);
  await press(first().querySelector('[data-testid="subscribe"]'));
  await vi.waitFor(() => expect(app.podcasts.all).toHaveLength(1));
  expect(app.podcasts.all[0]!.feedUrl).toBe(first().dataset.feed);
});

test('a chart that cannot be read says so in words, and the search is still there', async () => {
  await open('discover', { world: 'offline' });
  expect(find('chart-failed')).not.toBeNull();
  expect(find('search-field')).not.toBeNull();
});

test('of several feeds that a page announces the listener chooses one', async () => {
  const { app } = await open(`discover?q=https://${severalFeeds}`, { world: 'empty' });
  await press(find('subscribe-address'));
  await vi.waitFor(() => expect(find('announced-feeds')).not.toBeNull());
  expect(app.podcasts.all).toEqual([]);
  expect(await violations()).toEqual([]);
  const buttons = document.querySelectorAll<HTMLElement>('[data-testid="subscribe-announced"]');
  expect(buttons).toHaveLength(2);
  await press(buttons[1]!);
  await vi.waitFor(() => expect(app.podcasts.all).toHaveLength(1));
  expect(app.podcasts.all[0]!.title).toBe(shows.at(-1)!.title);
});
