/**
 * WebKit may wait for ever for bytes that it has: when the last of them came while it filled its store. As a rule another
 * speed wakes it, as a seek does not; else the file is opened anew. And a seek to what it has may never end: it is asked
 * for once more, else the file is opened anew too.
 */
import { spansOf } from '../../lib/playing';

/** In milliseconds. */
const lookEvery = 250;
/** So many looks in a row at the same moment, with sound in store for a second more, are a standstill. */
const looks = 4;
/** So many mean that it does not wake. */
const manyLooks = 16;

/**
 * Wakes an element that is to sound and stands still with all that it needs; calls `react`, again and again, where that
 * is not enough.
 */
export function watchForStandstill(audio: HTMLAudioElement, react: () => void): void {
  let seen = { at: -1, looks: 0 };
  setInterval(() => {
    const { currentTime: at, paused, ended } = audio;
    const held = spansOf(audio.buffered).some(({ start, end }) => start <= at && at + 1 < end);
    const still = !paused && !ended && held && at === seen.at;
    seen = { at, looks: still ? seen.looks + 1 : 0 };
    if (seen.looks === looks) wake(audio);
    if (seen.looks < manyLooks) return;
    seen.looks = 0;
    react();
  }, lookEvery);
}

function wake(audio: HTMLAudioElement): void {
  const { currentTime, playbackRate, seeking } = audio;
  if (seeking) {
    audio.currentTime = currentTime;
    return;
  }
  audio.playbackRate = playbackRate === 1 ? 1.05 : 1;
  audio.playbackRate = playbackRate;
}
