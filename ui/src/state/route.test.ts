// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from 'vitest';

import { Route } from './route.svelte';

let route: Route;
beforeEach(() => {
  history.replaceState(null, '', '#library');
  route = new Route();
});
afterEach(() => route.close());

/** jsdom moves through the history in a task of its own. */
const moved = () => new Promise<void>((resolve) => addEventListener('popstate', () => resolve(), { once: true }));

test('it begins where the address says', () => {
  expect(route.place).toEqual({ view: 'library' });
  expect(route.canGoBack).toBe(false);
});

test('going, and going back and forward', async () => {
  route.go({ view: 'podcast', id: 4 });
  route.go({ view: 'downloads' });
  expect(location.hash).toBe('#downloads');
  route.back();
  await moved();
  expect(route.place).toEqual({ view: 'podcast', id: 4 });
  expect([route.canGoBack, route.canGoForward]).toEqual([true, true]);
  route.forward();
  await moved();
  expect(route.place).toEqual({ view: 'downloads' });
  expect(route.canGoForward).toBe(false);
});

test('going where we are is no step', () => {
  route.go({ view: 'library' });
  expect(route.canGoBack).toBe(false);
});

test('a link is a step like any other', async () => {
  const there = moved();
  location.hash = '#podcast/9';
  await there;
  expect(route.place).toEqual({ view: 'podcast', id: 9 });
  expect(route.canGoBack).toBe(true);
  route.back();
  await moved();
  expect(route.place).toEqual({ view: 'library' });
});

test('what is typed into a search is one step', async () => {
  route.go({ view: 'discover', query: '' });
  route.replace({ view: 'discover', query: 'ti' });
  route.replace({ view: 'discover', query: 'tide' });
  expect(location.hash).toBe('#discover?q=tide');
  route.back();
  await moved();
  expect(route.place).toEqual({ view: 'library' });
});

test('each step keeps what its view has left there, until another way is taken', async () => {
  route.keep('scroll', 400);
  route.go({ view: 'podcast', id: 4 });
  expect(route.kept('scroll', 0)).toBe(0);
  route.keep('scroll', 90);
  route.back();
  await moved();
  expect(route.kept('scroll', 0)).toBe(400);
  route.go({ view: 'downloads' });
  expect(route.kept('scroll', 0)).toBe(0);
});
