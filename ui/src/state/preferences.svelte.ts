/** What this window remembers. It is kept in Rust; changes are gathered for a moment and then sent. */
import type { Backend } from '../backend';
import type { Preferences as Values } from '../backend/wire';

/** A volume slider that is being dragged changes many times a second; Rust hears of it once. */
const quiet = 300;

/** What holds until Rust has answered, and where nothing was ever set. */
export const defaults: Values = {
  theme: 'system',
  language: null,
  volume: 1,
  muted: false,
  singleKeys: true,
  tellReady: true,
  lastView: null,
  country: null,
};

export class Preferences {
  current = $state.raw<Values>(defaults);

  #backend: Backend;
  #unsent: Partial<Values> = {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** What Rust has; what was changed here and is not sent yet stands. */
  take(values: Values): void {
    this.current = { ...values, ...this.#unsent };
  }

  set(change: Partial<Values>): void {
    this.current = { ...this.current, ...change };
    this.#unsent = { ...this.#unsent, ...change };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.send(), quiet);
  }

  /** Sends at once what is not sent yet. A refusal costs nothing but the memory of a window, so nobody is told. */
  send(): void {
    clearTimeout(this.#timer);
    if (Object.keys(this.#unsent).length === 0) return;
    this.#unsent = {};
    this.#backend.setPreferences(this.current).catch(() => {});
  }
}
