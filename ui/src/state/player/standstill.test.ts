import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchForStandstill } from './standstill';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** An element at 12 s of 24 s, all of which it has, and what is set on it. */
function element(state: Partial<HTMLAudioElement>) {
  const asked: string[] = [];
  const audio = {
    paused: false,
    ended: false,
    seeking: false,
    buffered: { length: 1, start: () => 0, end: () => 24 },
    get currentTime() {
      return 12;
    },
    set currentTime(to: number) {
      asked.push(`seek to ${to}`);
    },
    get playbackRate() {
      return 1;
    },
    set playbackRate(to: number) {
      asked.push(`speed ${to}`);
    },
  };
  return { asked, audio: Object.assign(audio, state) as unknown as HTMLAudioElement };
}

it.each([
  ['stands still', {}, ['speed 1.05', 'speed 1'], 1],
  ['seeks and never comes to an end of it', { seeking: true }, ['seek to 12'], 1],
  ['is paused', { paused: true }, [], 0],
  ['has ended', { ended: true }, [], 0],
])(
  'an element that %s is woken after a second where it should sound, and given up after four',
  (_, state, woken, given) => {
    const { asked, audio } = element(state);
    const react = vi.fn();
    watchForStandstill(audio, react);
    vi.advanceTimersByTime(900);
    expect(asked).toEqual([]);
    vi.advanceTimersByTime(600);
    expect(asked).toEqual(woken);
    expect(react).not.toHaveBeenCalled();
    vi.advanceTimersByTime(3000);
    expect(react).toHaveBeenCalledTimes(given);
  },
);
