/** The sleep timer as Rust tells of it; its moments are Rust's, and nothing here counts. */
import type { Backend } from '../backend';
import type { SleepAfter, SleepTimer } from '../backend/wire';
import type { Toasts } from './toasts.svelte';

const minute = 60;

export class Sleep {
  timer = $state.raw<SleepTimer | null>(null);

  #backend: Backend;
  #toasts: Toasts;

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  take(timer: SleepTimer | null): void {
    this.timer = timer;
  }

  async set(after: SleepAfter | null): Promise<void> {
    await this.#toasts.answer(this.#backend.setSleep(after));
  }

  /** So many minutes more than are left. */
  async add(minutes: number, now: number): Promise<void> {
    if (this.timer?.type !== 'time') return;
    const left = Math.max(0, Math.round((this.timer.at - now) / 1000));
    await this.set({ type: 'time', seconds: left + minutes * minute });
  }
}
