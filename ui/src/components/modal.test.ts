// @vitest-environment jsdom
/** What every dialog does, whatever is in it. */
import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import Modal from './Modal.svelte';

const children = createRawSnippet(() => ({ render: () => '<p>Words</p>' }));
const onclose = vi.fn();
let before: HTMLElement;

beforeEach(() => {
  // jsdom knows no modal dialogs.
  HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
    this.open = true;
    this.querySelector('p')!.tabIndex = -1;
    this.querySelector('p')!.focus();
  };
  HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) {
    this.open = false;
    this.dispatchEvent(new Event('close'));
  };
  before = document.body.appendChild(document.createElement('button'));
  before.focus();
});
afterEach(() => {
  document.body.innerHTML = '';
  onclose.mockReset();
});

function open(): { dialog: HTMLDialogElement; leave: () => Promise<void> } {
  const view = mount(Modal, { target: document.body, props: { label: 'Search', children, onclose } });
  flushSync();
  return { dialog: document.querySelector('dialog')!, leave: () => unmount(view) };
}

test('it takes the focus, and gives it back to what had it', async () => {
  const { dialog, leave } = open();
  expect(dialog.open).toBe(true);
  expect(dialog.contains(document.activeElement)).toBe(true);
  await leave();
  expect(document.activeElement).toBe(before);
});

test('a press on the ground closes it, one inside does not', async () => {
  const { dialog, leave } = open();
  dialog.querySelector('p')!.dispatchEvent(new Event('pointerdown', { bubbles: true }));
  expect(onclose).not.toHaveBeenCalled();
  dialog.dispatchEvent(new Event('pointerdown', { bubbles: true }));
  expect(onclose).toHaveBeenCalledOnce();
  await leave();
});

test('its keys are not those of the window', async () => {
  const pressed = vi.fn();
  addEventListener('keydown', pressed);
  const { dialog, leave } = open();
  dialog.querySelector('p')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
  expect(pressed).not.toHaveBeenCalled();
  removeEventListener('keydown', pressed);
  await leave();
});
