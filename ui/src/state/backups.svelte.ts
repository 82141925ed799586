/** The copies of the library: which there are, making one, and going back to one. */
import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type { Backup, Failure } from '../backend/wire';
import { m } from '../paraglide/messages';
import type { Toasts } from './toasts.svelte';

export class Backups {
  /** Newest first; nothing until they are known. */
  all = $state.raw<Backup[] | null>(null);
  failure = $state.raw<Failure | null>(null);
  making = $state(false);

  #backend: Backend;
  #toasts: Toasts;

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  async load(): Promise<void> {
    try {
      this.all = await this.#backend.getBackups();
      this.failure = null;
    } catch (thrown) {
      this.failure = failureIn(thrown);
    }
  }

  async make(): Promise<void> {
    this.making = true;
    if (await this.#toasts.answer(this.#backend.backUp())) this.#toasts.show({ kind: 'done', text: m.backup_made() });
    this.making = false;
    await this.load();
  }

  /** Friday starts again with it. */
  restore(made: number): Promise<boolean> {
    return this.#go(this.#backend.restoreBackup(made));
  }

  beginAnew(): Promise<boolean> {
    return this.#go(this.#backend.beginAnew());
  }

  /** Why it failed is told beside the choice: where it matters most, nothing else of the window is there. */
  async #go(work: Promise<void>): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (thrown) {
      this.failure = failureIn(thrown);
      return false;
    }
  }
}
