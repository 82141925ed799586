/** Short answers to what the listener has just done. Nothing that happens by itself shows a toast. */
import { failureIn } from '../backend/backend';
import { type ReasonFacts, reasonWords } from '../lib/reasons';
import type { Announcer } from './announcer.svelte';

export interface Toast {
  id: number;
  kind: 'info' | 'done' | 'failure';
  text: string;
  /** The technical sentence. */
  detail?: string | undefined;
  action?: { label: string; run: () => void } | undefined;
}

/** A toast goes after this long, unless the pointer or the focus rests on it. */
const stay = 8000;
const most = 3;

export class Toasts {
  all = $state.raw<Toast[]>([]);

  #announcer: Announcer;
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  constructor(announcer: Announcer) {
    this.#announcer = announcer;
  }

  show(toast: Omit<Toast, 'id'>): number {
    const id = this.#next++;
    // The same answer twice is one toast.
    const others = this.all.filter(({ text }) => text !== toast.text);
    const kept = [...others, { ...toast, id }].slice(-most);
    for (const gone of this.all.filter((shown) => !kept.includes(shown))) this.release(gone.id, false);
    this.all = kept;
    this.release(id);
    if (toast.kind === 'failure') this.#announcer.alert(toast.text);
    else this.#announcer.say(toast.text);
    return id;
  }

  dismiss(id: number): void {
    this.release(id, false);
    this.all = this.all.filter((toast) => toast.id !== id);
  }

  /** Pointer or focus is on it: it stays. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  /** It may go after its time; with `again` false its time is over. */
  release(id: number, again = true): void {
    this.hold(id);
    if (again)
      this.#timers.set(
        id,
        setTimeout(() => this.dismiss(id), stay),
      );
  }

  /** Waits for what a click has asked for; where it fails, says why. The answer is whether it was done. */
  async answer(work: Promise<unknown>, facts: ReasonFacts = {}): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (thrown) {
      const failure = failureIn(thrown);
      const { sentence, next } = reasonWords(failure, facts);
      const text = next ? `${sentence} ${next}` : sentence;
      this.show({ kind: 'failure', text, detail: failure.detail ?? failure.message });
      return false;
    }
  }
}
