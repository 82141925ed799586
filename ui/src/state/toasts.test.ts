import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Failed } from '../backend/backend';
import { Announcer } from './announcer.svelte';
import { Toasts } from './toasts.svelte';

let announcer: Announcer;
let toasts: Toasts;
beforeEach(() => {
  vi.useFakeTimers();
  announcer = new Announcer();
  toasts = new Toasts(announcer);
});
afterEach(() => vi.useRealTimers());

const texts = () => toasts.all.map(({ text }) => text);

test('a toast goes after eight seconds', () => {
  toasts.show({ kind: 'info', text: 'Nothing new.' });
  vi.advanceTimersByTime(7999);
  expect(texts()).toEqual(['Nothing new.']);
  vi.advanceTimersByTime(1);
  expect(texts()).toEqual([]);
});

test('while the pointer or the focus is on it, it stays', () => {
  const id = toasts.show({ kind: 'info', text: 'Nothing new.' });
  toasts.hold(id);
  vi.advanceTimersByTime(60_000);
  expect(texts()).toEqual(['Nothing new.']);
  toasts.release(id);
  vi.advanceTimersByTime(8000);
  expect(texts()).toEqual([]);
});

test('the same answer twice is one toast, and never more than three are shown', () => {
  for (const text of ['a', 'b', 'a', 'c', 'd']) toasts.show({ kind: 'info', text });
  expect(texts()).toEqual(['a', 'c', 'd']);
});

test('a failure is said at once, the rest politely', () => {
  toasts.show({ kind: 'info', text: 'fine' });
  toasts.show({ kind: 'failure', text: 'not fine' });
  expect(announcer).toMatchObject({ polite: 'fine', assertive: 'not fine' });
});

test('what a click asked for and could not be done is answered in words, with the technical sentence beside them', async () => {
  const failure = { code: 'cannot_write', message: 'EACCES', detail: '/music' };
  expect(await toasts.answer(Promise.reject(new Failed(failure)))).toBe(false);
  expect(toasts.all).toMatchObject([
    { kind: 'failure', text: expect.stringMatching(/^Can't write to/), detail: '/music' },
  ]);
  expect(await toasts.answer(Promise.resolve())).toBe(true);
});

test('polite texts wait for each other, and the same words twice are news', () => {
  announcer.say('one');
  announcer.say('two');
  expect(announcer.polite).toBe('one');
  vi.advanceTimersByTime(1000);
  expect(announcer.polite).toBe('two');
  vi.advanceTimersByTime(1000);
  announcer.say('two');
  expect(announcer.polite).toBe('two\u00a0');
});
