/** The mini player: the window small and above all others, with nothing in it but the player. */
import type { Backend } from '../backend';
import type { Toasts } from './toasts.svelte';

export class Mini {
  on = $state(false);

  #backend: Backend;
  #toasts: Toasts;

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  async toggle(): Promise<void> {
    const on = !this.on;
    if (await this.#toasts.answer(this.#backend.setMini(on))) this.on = on;
  }
}
