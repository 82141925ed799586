/** WebKit may wait for ever for bytes that it has: when the last of them came while it filled its store. */
import { spansOf } from '../../lib/playing';

/** In milliseconds. */
const lookEvery = 1000;
/** So many looks in a row at the same moment, with sound in store for a second more, are a standstill. */
const looks = 4;

/** Calls `react` when an element that is to sound stands still with all that it needs, and again while it does. */
export function watchForStandstill(audio: HTMLAudioElement, react: () => void): void {
  let seen = { at: -1, looks: 0 };
  setInterval(() => {
    const { currentTime: at, paused, seeking, ended } = audio;
    const held = spansOf(audio.buffered).some(({ start, end }) => start <= at && at + 1 < end);
    const still = !paused && !seeking && !ended && held && at === seen.at;
    seen = { at, looks: still ? seen.looks + 1 : 0 };
    if (seen.looks < looks) return;
    seen.looks = 0;
    react();
  }, lookEvery);
}
