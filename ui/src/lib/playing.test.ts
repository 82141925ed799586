import { expect, test } from 'vitest';

import { codeOfMediaError, codeOfPlayError, lengthOf, steppedSpeed } from './playing';

test.each([
  [1, 1],
  [1.05 + 0.05, 1.1],
  [0.1, 0.5],
  [9, 3],
  [1.234, 1.25],
])('a speed of %d is set as %d', (wished, speed) => {
  expect(steppedSpeed(wished)).toBe(speed);
});

test.each([
  [3600, 3400, 10, 3600],
  [null, 3400, 10, 3400],
  [0, 3400, 10, 3400],
  [null, null, 0, 0],
  [3600, 3700, 3650, 3650],
])('known %s, measured %s, at %d: %d seconds long', (known, measured, position, length) => {
  expect(lengthOf(known, measured, position)).toBe(length);
});

test('errors of the element have codes with words; our own interruptions have none', () => {
  expect([2, 3, 4].map(codeOfMediaError)).toEqual(['media_network', 'media_decode', 'media_unsupported']);
  expect(codeOfPlayError(new DOMException('', 'AbortError'))).toBeNull();
  expect(codeOfPlayError(new DOMException('', 'NotAllowedError'))).toBe('play_blocked');
  expect(codeOfPlayError(new DOMException('', 'NotSupportedError'))).toBe('media_unsupported');
});
