/** Searching the library, while the listener types. */
import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type { Failure, Found } from '../backend/wire';
import type { Episodes } from './episodes.svelte';

/** Typing must have been quiet for this long before the library is asked; it answers in a few milliseconds. */
const quiet = 100;

export class Search {
  /** The search is on screen. */
  open = $state(false);
  query = $state('');
  /** The last answer; it stays while the next question is asked. */
  found = $state.raw<Found | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** A question has not been answered yet. */
  asking = $state(false);

  #backend: Backend;
  #episodes: Episodes;
  #question = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend, episodes: Episodes) {
    this.#backend = backend;
    this.#episodes = episodes;
  }

  /** How many hits there are. */
  get count(): number {
    const { podcasts = [], episodes = [], cues = [] } = this.found ?? {};
    return podcasts.length + episodes.length + cues.length;
  }

  show(): void {
    this.open = true;
    // What was found before may be gone by now.
    this.#ask(0);
  }

  close(): void {
    this.open = false;
  }

  setQuery(text: string): void {
    this.query = text;
    this.#ask(quiet);
  }

  clear(): void {
    this.setQuery('');
  }

  /** The index has more in it. */
  indexChanged(): void {
    if (this.open) this.#ask(quiet);
  }

  #ask(after: number): void {
    clearTimeout(this.#timer);
    const question = ++this.#question;
    const text = this.query;
    if (text.trim() === '') {
      this.found = null;
      this.failure = null;
      this.asking = false;
      return;
    }
    this.asking = true;
    this.#timer = setTimeout(() => void this.#answer(question, text), after);
  }

  /** An answer to an older question is dropped. */
  async #answer(question: number, text: string): Promise<void> {
    try {
      const found = await this.#backend.find(text);
      if (question !== this.#question) return;
      for (const { episode } of [...found.episodes, ...found.cues]) this.#episodes.put(episode);
      this.found = found;
      this.failure = null;
    } catch (thrown) {
      if (question !== this.#question) return;
      this.failure = failureIn(thrown);
    }
    this.asking = false;
  }
}
