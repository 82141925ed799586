/** Which downloads the group of those that run shows: see `lingering.ts`. */
import { untrack } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';

import { LINGER, withLingering } from './lingering';

interface Groups {
  readonly running: readonly number[];
  readonly done: readonly number[];
}

export class Arrivals {
  shown = $state.raw<number[]>([]);
  #lingering = new SvelteSet<number>();

  /** Made in a component's script: it watches for as long as the component lives. */
  constructor(groups: Groups) {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    $effect.pre(() => {
      const { running, done } = groups;
      untrack(() => {
        const arrived = new Set(done);
        for (const id of this.shown) {
          if (running.includes(id) || !arrived.has(id) || this.#lingering.has(id)) continue;
          this.#lingering.add(id);
          timers.add(setTimeout(() => this.#lingering.delete(id), LINGER));
        }
      });
      this.shown = withLingering(
        untrack(() => this.shown),
        running,
        this.#lingering,
      );
    });
    $effect(() => () => {
      for (const timer of timers) clearTimeout(timer);
    });
  }

  /** It has just arrived, and is still shown among those that run. */
  has(id: number): boolean {
    return this.#lingering.has(id);
  }
}
