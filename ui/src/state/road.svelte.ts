/** Where downloads run: what is set, and whether the computer that runs them can be reached. */
import type { Backend } from '../backend';
import type { Road as Facts, RoadSettings } from '../backend/wire';
import type { Toasts } from './toasts.svelte';

export class Road {
  /** Nothing until it is known. */
  facts = $state.raw<Facts | null>(null);

  #backend: Backend;
  #toasts: Toasts;

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  /** Since when the broker is away, in milliseconds since 1970; null where it is not, or nothing goes that way. */
  get awaySince(): number | null {
    return this.facts?.state.type === 'away' ? this.facts.state.since : null;
  }

  async load(): Promise<void> {
    try {
      this.facts = await this.#backend.getRoad();
    } catch {
      // It is asked again when something changes.
    }
  }

  /** Without a password the one that is kept stays. */
  async set(settings: RoadSettings, password: string | null): Promise<boolean> {
    const done = await this.#toasts.answer(this.#backend.setRoadSettings(settings, password));
    await this.load();
    return done;
  }
}
