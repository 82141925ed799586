/** Finding one's way in a transcript: what is said now, where something was said, and what a copy of it looks like. */
import type { Cue } from '../backend/wire';
import { formatClock } from './times';

/** The index of the cue that is spoken at a position in seconds: the last that has begun; −1 before the first. */
export function cueAt(cues: readonly Cue[], position: number): number {
  let [low, high] = [0, cues.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cues[middle]!.start <= position) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Without accents and case, so that what is typed quickly finds what is written well. */
export function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** The indexes of the cues in which the words stand. */
export function cuesWith(cues: readonly Cue[], words: string): number[] {
  const wanted = folded(words.trim());
  if (wanted === '') return [];
  return cues.flatMap(({ text, speaker }, index) =>
    folded(speaker === null ? text : `${speaker}: ${text}`).includes(wanted) ? [index] : [],
  );
}

/** Who speaks is named where it is not the one who spoke before. */
export function isNewSpeaker(cues: readonly Cue[], index: number): boolean {
  const speaker = cues[index]?.speaker ?? null;
  return speaker !== null && speaker !== (cues[index - 1]?.speaker ?? null);
}

/** `[12:34] Ann: Hello.` */
export function copyOf({ start, speaker, text }: Cue, timed: boolean): string {
  const said = speaker === null ? text : `${speaker}: ${text}`;
  return timed ? `[${formatClock(start)}] ${said}` : said;
}
