/** Where in the chapters of an episode one is, and where the next and the one before begin. Times are seconds. */
import type { Chapter } from '../backend/wire';

/** Going back so soon after a chapter has begun leads to the one before it. */
const justBegun = 3;

/** Ticks nearer to an end of the line than this, in seconds, are not seen. */
const atTheEdge = 1;

/** The index of the chapter at a position; −1 before the first and between two. Chapters are in the order of time. */
export function chapterAt(chapters: readonly Chapter[], position: number): number {
  for (let index = chapters.length - 1; index >= 0; index -= 1) {
    const { start, end } = chapters[index]!;
    if (start <= position) return end === null || position < end ? index : -1;
  }
  return -1;
}

/** Where a chapter ends: where it says, where the next begins, or with the episode. */
export function endOf(chapters: readonly Chapter[], index: number, duration: number): number {
  return chapters[index]?.end ?? chapters[index + 1]?.start ?? Math.max(duration, chapters[index]?.start ?? 0);
}

/** How much of a chapter is heard, from 0 to 1. */
export function passedOf(chapters: readonly Chapter[], index: number, position: number, duration: number): number {
  const start = chapters[index]?.start ?? 0;
  const length = endOf(chapters, index, duration) - start;
  return length > 0 ? Math.min(1, Math.max(0, (position - start) / length)) : 0;
}

/** Where the next chapter begins; null in the last. */
export function nextStart(chapters: readonly Chapter[], position: number): number | null {
  return chapters.find(({ start }) => start > position)?.start ?? null;
}

/** Where this chapter began, or, just after it began, the one before; null where there are none. */
export function previousStart(chapters: readonly Chapter[], position: number): number | null {
  if (chapters.length === 0) return null;
  return chapters.findLast(({ start }) => start <= position - justBegun)?.start ?? 0;
}

/** Where chapters begin on a line as long as the episode. */
export function ticksOf(chapters: readonly Chapter[], duration: number): number[] {
  const inside = chapters
    .map(({ start }) => start)
    .filter((start) => start > atTheEdge && start < duration - atTheEdge);
  return [...new Set(inside)];
}
