// @vitest-environment jsdom
/** The search over the page: what it shows, and how the keys lead through it. */
import axe from 'axe-core';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import Root from '../../Root.svelte';
import { type Rehearsal, rehearse } from '../../testing/app';
import SearchDialog from './SearchDialog.svelte';

let stage: Rehearsal;
let view: object;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  // jsdom knows no modal dialogs.
  HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) {
    this.open = false;
    this.dispatchEvent(new Event('close'));
  };
});

afterEach(async () => {
  await unmount(view);
  stage.close();
  document.body.innerHTML = '';
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function open(query: string, options: Parameters<typeof rehearse>[0] = {}): Promise<void> {
  stage = await rehearse(options);
  view = mount(Root, { target: document.body, props: { app: stage.app, view: SearchDialog as never } });
  stage.app.search.open = true;
  stage.app.search.setQuery(query);
  await vi.advanceTimersByTimeAsync(200);
  flushSync();
}

const one = (selector: string): HTMLElement => document.querySelector<HTMLElement>(selector)!;
const press = (key: string): boolean =>
  document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

test('what is found is shown by kind, with the words marked', async () => {
  await open('slow');
  expect(one('[data-testid=found-podcasts] mark').textContent).toBe('Slow');
  expect(document.querySelectorAll('[data-testid=hit]').length).toBe(stage.app.search.count);
});

test('the arrows lead from the field through the hits and back', async () => {
  await open('a');
  one('input').focus();
  press('ArrowDown');
  expect(document.activeElement).toBe(document.querySelectorAll('[data-hit]')[0]);
  press('ArrowDown');
  expect(document.activeElement).toBe(document.querySelectorAll('[data-hit]')[1]);
  press('ArrowUp');
  press('ArrowUp');
  expect(document.activeElement).toBe(one('input'));
});

test('Enter opens the best hit and closes the search', async () => {
  await open('slow');
  const href = one('[data-hit]').getAttribute('href');
  one('input').focus();
  press('Enter');
  expect(stage.app.search.open).toBe(false);
  expect(href).toMatch(/^#podcast\//);
});

test('words that nobody uses lead on to the directories', async () => {
  await open('zzzzqqq');
  one('[data-testid=search-directories]').click();
  expect(stage.app.route.place).toEqual({ view: 'discover', query: 'zzzzqqq' });
  expect(stage.app.search.open).toBe(false);
});

test('an index that is being written says so', async () => {
  await open('slow', { world: 'large' });
  expect(one('[data-testid=index-note]').textContent).toContain('12');
});

test('axe finds nothing', async () => {
  await open('slow');
  vi.useRealTimers();
  const { violations } = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    rules: { 'color-contrast': { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
});
