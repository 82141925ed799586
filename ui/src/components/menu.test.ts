// @vitest-environment jsdom
/** A menu also opens from its row. */
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test } from 'vitest';

import Menu from './Menu.svelte';

let menu: object | undefined;

afterEach(async () => {
  if (menu) await unmount(menu);
  document.body.innerHTML = '';
});

function makeRow(): HTMLElement {
  document.body.innerHTML = '<div data-id="7"><a href="#there">Title</a><span></span></div>';
  const target = document.querySelector('span')!;
  menu = mount(Menu, { target, props: { label: 'More', choices: [{ label: 'Play', run: () => {} }] } });
  flushSync();
  return document.querySelector('a')!;
}

test.each<[string, Event]>([
  ['the other button of the mouse', new MouseEvent('contextmenu', { bubbles: true, cancelable: true })],
  ['the menu key', new KeyboardEvent('keydown', { key: 'ContextMenu', bubbles: true, cancelable: true })],
  ['Shift and F10', new KeyboardEvent('keydown', { key: 'F10', shiftKey: true, bubbles: true, cancelable: true })],
])('%s opens the menu of a row, wherever on the row it is pressed', (_, event) => {
  const title = makeRow();
  title.dispatchEvent(event);
  flushSync();
  expect(event.defaultPrevented).toBe(true);
  expect(document.querySelector('[role="menuitem"]')?.textContent).toContain('Play');
});
