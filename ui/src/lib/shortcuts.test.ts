// @vitest-environment jsdom
import { expect, test } from 'vitest';

import { capsOf, chordOf, commandOf, type Focus, focusOf, type Press, shortcutGroups } from './shortcuts';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const ctrl = { ctrlKey: true };

test.each<[string, Press, Focus, string | null]>([
  ['Space plays', press(' '), 'page', 'togglePlay'],
  ['Space on a button is the button’s', press(' '), 'button', null],
  ['K plays even on a button', press('k'), 'button', 'togglePlay'],
  ['letters in a field are text', press('k'), 'text', null],
  ['a slash in a field is text', press('/'), 'text', null],
  ['a slash elsewhere searches', press('/'), 'page', 'search'],
  ['arrows skip', press('ArrowRight'), 'page', 'skipForward'],
  ['arrows on a slider are the slider’s', press('ArrowRight'), 'arrows', null],
  ['J skips even on a slider', press('j'), 'arrows', 'skipBack'],
  ['Shift and an arrow nudge', press('ArrowLeft', { shiftKey: true }), 'page', 'nudgeBack'],
  ['Ctrl and an arrow turn it up', press('ArrowUp', ctrl), 'page', 'louder'],
  ['in a field, Ctrl and an arrow move the caret', press('ArrowUp', ctrl), 'text', null],
  ['Alt and an arrow go back', press('ArrowLeft', { altKey: true }), 'page', 'back'],
  ['from a field too', press('ArrowLeft', { altKey: true }), 'text', 'back'],
  ['Ctrl+1 goes to the library from a field too', press('1', ctrl), 'text', 'library'],
  ['Ctrl+F searches', press('f', ctrl), 'page', 'search'],
  ['Ctrl+R refreshes', press('r', ctrl), 'page', 'refresh'],
  ['Ctrl+Shift+R refreshes all', press('R', { ...ctrl, shiftKey: true }), 'page', 'refreshAll'],
  ['F5 refreshes from a field too', press('F5'), 'text', 'refresh'],
  ['a question mark needs its Shift', press('?', { shiftKey: true }), 'page', 'sheet'],
  ['brackets change the speed', press(']'), 'page', 'faster'],
  ['Esc closes, wherever the focus is', press('Escape'), 'text', 'close'],
  ['Ctrl+K is not K: it finds, from a field too', press('k', ctrl), 'text', 'find'],
  ['a big K is not K', press('K', { shiftKey: true }), 'page', null],
  ['a Cyrillic layout: the place of the key counts', press('л', { code: 'KeyK' }), 'page', 'togglePlay'],
  ['other keys are nobody’s', press('y'), 'page', null],
])('%s', (_, key, focus, command) => {
  expect(commandOf(key, focus, true, false)).toBe(command);
});

test('with single keys switched off, only letters and signs fall silent', () => {
  expect(commandOf(press('k'), 'page', false, false)).toBeNull();
  expect(commandOf(press('/'), 'page', false, false)).toBeNull();
  expect(commandOf(press(' '), 'page', false, false)).toBe('togglePlay');
  expect(commandOf(press('f', ctrl), 'page', false, false)).toBe('search');
});

test('on a Mac the modifier is the command key', () => {
  expect(chordOf(press('1', { metaKey: true }), true)).toBe('Mod+1');
  expect(chordOf(press('1', ctrl), true)).toBe('Other+1');
  expect(capsOf('Mod+1', true)).toEqual(['⌘', '1']);
  expect(capsOf('Shift+ArrowLeft', false)).toEqual(['Shift', '←']);
});

test('no chord means two things', () => {
  const chords = shortcutGroups.flatMap((group) => group.shortcuts.flatMap((shortcut) => shortcut.chords));
  expect(new Set(chords).size).toBe(chords.length);
});

test('every shortcut has a label', () => {
  const labels = shortcutGroups.flatMap((group) =>
    group.shortcuts.map(({ label }) => label({ skipBack: 15, skipForward: 30 })),
  );
  expect(labels).toContain('Skip forward by 30 s');
  expect(labels.every((label) => label.length > 2)).toBe(true);
});

test.each([
  ['<input type="search">', 'text'],
  ['<textarea></textarea>', 'text'],
  ['<select></select>', 'text'],
  ['<input type="range">', 'arrows'],
  ['<input type="checkbox">', 'button'],
  ['<button></button>', 'button'],
  ['<a href="#x"></a>', 'page'],
  ['<div role="slider" tabindex="0"></div>', 'arrows'],
  ['<div tabindex="0"></div>', 'page'],
])('%s takes keys as %s', (html, focus) => {
  document.body.innerHTML = html;
  expect(focusOf(document.body.firstElementChild)).toBe(focus);
});

test('a button in a list leaves the arrows to the list', () => {
  document.body.innerHTML = '<div role="grid"><button></button></div>';
  expect(focusOf(document.querySelector('button'))).toBe('arrows');
});
