// @vitest-environment jsdom
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Failed } from '../backend/backend';
import { m } from '../paraglide/messages';
import { prepare, type Rehearsal, rehearse, settle } from '../testing/app';

let stage: Rehearsal;
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  stage.close();
  vi.useRealTimers();
});

const press = (key: string, more: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  (document.activeElement ?? document.body).dispatchEvent(event);
  return event;
};

test('until Rust has answered nothing is ready and nothing is empty', async () => {
  stage = prepare();
  expect(stage.app.ready).toBe(false);
  expect(stage.app.podcasts.status).toBe('loading');
  await stage.app.start();
  expect(stage.app.ready).toBe(true);
  expect(stage.app.sounds.settings.skipForward).toBe(30);
});

test('a start that fails says why, and can be tried again as a whole', async () => {
  stage = prepare();
  vi.spyOn(stage.memory, 'start').mockRejectedValueOnce(
    new Failed({ code: 'database', message: 'malformed', detail: null }),
  );
  await stage.app.start();
  expect(stage.app.failure?.code).toBe('database');
  const restart = vi.spyOn(stage.memory, 'restart');
  await stage.app.retryStart();
  expect(restart).toHaveBeenCalledOnce();
});

test('it opens where the listener was last, and remembers where they go', async () => {
  stage = await rehearse({ preferences: { lastView: 'podcast/4' } });
  expect(stage.app.route.place).toEqual({ view: 'podcast', id: 4 });
  stage.app.route.go({ view: 'downloads' });
  flushSync();
  await vi.advanceTimersByTimeAsync(400);
  expect(stage.memory.preferences.lastView).toBe('downloads');
});

test('the theme is worn, and kept for the next first paint', async () => {
  stage = await rehearse({ preferences: { theme: 'dark' } });
  flushSync();
  expect(document.documentElement.dataset.theme).toBe('dark');
  stage.app.preferences.set({ theme: 'system' });
  flushSync();
  expect(document.documentElement.dataset.theme).toBe('light');
  expect(localStorage.getItem('friday.theme')).toBe('system');
});

test('another language changes every text at once', async () => {
  stage = await rehearse({ preferences: { language: 'en' } });
  flushSync();
  expect(m.phase_stalled()).toBe('Stalled');
  stage.app.preferences.set({ language: 'zh-CN' });
  flushSync();
  expect(m.phase_stalled()).toBe('没有数据');
  expect(document.documentElement.lang).toBe('zh-CN');
  expect(stage.app.language.locale).toBe('zh-CN');
});

test('preferences that change quickly are sent once', async () => {
  stage = await rehearse();
  const sent = vi.spyOn(stage.memory, 'setPreferences');
  stage.app.preferences.set({ volume: 0.1 });
  stage.app.preferences.set({ volume: 0.2 });
  await vi.advanceTimersByTimeAsync(400);
  expect(sent).toHaveBeenCalledOnce();
  expect(stage.memory.preferences).toMatchObject({ volume: 0.2 });
});

test('the tray leads to a view', async () => {
  stage = await rehearse();
  stage.memory.tell({ type: 'viewAsked', address: 'downloads' });
  expect(stage.app.route.place.view).toBe('downloads');
});

test('keys work on the page, and not in a field', async () => {
  stage = await rehearse();
  press('1', { ctrlKey: true });
  expect(stage.app.route.place.view).toBe('library');
  press('2', { ctrlKey: true });
  expect(stage.app.route.place.view).toBe('downloads');
  expect(press('m').defaultPrevented).toBe(true);
  expect(stage.app.player.muted).toBe(true);
  document.body.innerHTML = '<input>';
  document.querySelector('input')!.focus();
  expect(press('m').defaultPrevented).toBe(false);
  expect(stage.app.player.muted).toBe(true);
  document.body.innerHTML = '';
});

test('the search key leads to the field of the page, or to the one of Discover once it is there', async () => {
  stage = await rehearse();
  press('/');
  expect(stage.app.route.place.view).toBe('discover');
  const field = document.body.appendChild(document.createElement('input'));
  const leave = stage.app.keyboard.searchField(field);
  await vi.advanceTimersByTimeAsync(50);
  expect(document.activeElement).toBe(field);
  field.blur();
  press('f', { ctrlKey: true });
  await vi.advanceTimersByTimeAsync(50);
  expect(document.activeElement).toBe(field);
  leave();
  field.remove();
});

test('Esc closes what opened last, and is nobody’s where nothing is open', async () => {
  stage = await rehearse();
  const closed: string[] = [];
  const under = stage.app.keyboard.layer(() => closed.push('under'));
  const top = stage.app.keyboard.layer(() => closed.push('top'));
  press('Escape');
  top();
  press('Escape');
  under();
  expect(press('Escape').defaultPrevented).toBe(false);
  expect(closed).toEqual(['top', 'under']);
});

test('the back button of the mouse goes back', async () => {
  stage = await rehearse();
  const back = vi.spyOn(stage.app.route, 'back');
  dispatchEvent(new MouseEvent('mouseup', { button: 3 }));
  expect(back).toHaveBeenCalledOnce();
});

test('a link in show notes opens outside', async () => {
  stage = await rehearse();
  await stage.app.openLink('https://archive.example/');
  await settle();
  expect(stage.memory.opened).toEqual(['https://archive.example/']);
});
