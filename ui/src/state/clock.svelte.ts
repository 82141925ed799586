/** The time of day for words that grow old: reading it in a view draws the view again each second, or each minute. */
import { createSubscriber } from 'svelte/reactivity';

export class Clock {
  #everySecond = ticking(1000);
  #everyMinute = ticking(60_000);

  /** Milliseconds since 1970; for countdowns. */
  get second(): number {
    this.#everySecond();
    return Date.now();
  }

  /** Milliseconds since 1970; for `4 minutes ago`. */
  get minute(): number {
    this.#everyMinute();
    return Date.now();
  }
}

/** Ticks only while something that is on screen has read it. */
function ticking(period: number): () => void {
  return createSubscriber((update) => {
    const timer = setInterval(update, period);
    return () => clearInterval(timer);
  });
}
