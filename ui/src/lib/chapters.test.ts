import { expect, test } from 'vitest';

import type { Chapter } from '../backend/wire';
import { chapterAt, endOf, nextStart, passedOf, previousStart, ticksOf } from './chapters';

const chapter = (start: number, end: number | null = null): Chapter => ({
  start,
  end,
  title: '',
  link: null,
  image: null,
  hidden: false,
  skipped: false,
});

const chapters = [chapter(10), chapter(60, 80), chapter(90)];

test.each([
  [0, -1],
  [10, 0],
  [59.9, 0],
  [60, 1],
  [80, -1],
  [90, 2],
  [5000, 2],
])('at %d s the chapter is number %d', (position, index) => {
  expect(chapterAt(chapters, position)).toBe(index);
});

test('a chapter ends where it says, where the next begins, or with the episode', () => {
  expect([0, 1, 2].map((index) => endOf(chapters, index, 100))).toEqual([60, 80, 100]);
  expect(passedOf(chapters, 0, 35, 100)).toBe(0.5);
  expect(passedOf(chapters, 1, 500, 100)).toBe(1);
  expect(passedOf(chapters, 2, 95, 0)).toBe(0);
});

test('back leads to the beginning of the chapter, and just after it to the one before', () => {
  expect(nextStart(chapters, 10)).toBe(60);
  expect(nextStart(chapters, 95)).toBeNull();
  expect(previousStart(chapters, 70)).toBe(60);
  expect(previousStart(chapters, 61)).toBe(10);
  expect(previousStart(chapters, 11)).toBe(0);
  expect(previousStart([], 11)).toBeNull();
});

test('ticks stand inside the line, each once', () => {
  expect(ticksOf([chapter(0), chapter(30), chapter(30), chapter(99.5)], 100)).toEqual([30]);
  expect(ticksOf(chapters, 0)).toEqual([]);
});
