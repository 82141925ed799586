import { expect, test } from 'vitest';

import type { Cue } from '../backend/wire';
import { copyOf, cueAt, cuesWith, isNewSpeaker } from './transcript';

const cue = (start: number, text: string, speaker: string | null = null): Cue => ({ start, end: null, speaker, text });
const cues = [cue(1, 'Hello.', 'Ann'), cue(4, 'À bientôt, Äpfel.', 'Ann'), cue(4, 'Yes.', 'Bob'), cue(754, 'End')];

test.each([
  [0, -1],
  [1, 0],
  [3.9, 0],
  [4, 2],
  [753, 2],
  [9999, 3],
])('at %d s cue %d is spoken', (position, index) => {
  expect(cueAt(cues, position)).toBe(index);
});

test('words are found whatever their case and accents, and by who says them', () => {
  expect(cuesWith(cues, 'a bientot')).toEqual([1]);
  expect(cuesWith(cues, 'ÄPFEL')).toEqual([1]);
  expect(cuesWith(cues, 'ann: he')).toEqual([0]);
  expect(cuesWith(cues, '  ')).toEqual([]);
});

test('a speaker is named when another one begins', () => {
  expect(cues.map((_, index) => isNewSpeaker(cues, index))).toEqual([true, false, true, false]);
});

test('a copy says when and by whom', () => {
  expect(copyOf(cues[2]!, true)).toBe('[0:04] Bob: Yes.');
  expect(copyOf(cues[3]!, true)).toBe('[12:34] End');
  expect(copyOf(cues[2]!, false)).toBe('Bob: Yes.');
});
