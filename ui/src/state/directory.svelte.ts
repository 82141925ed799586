/** Asking the directories for podcasts, while the listener types. */
import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type { DirectoryFailure, Failure, FoundPodcast } from '../backend/wire';
import { type Address, addressIn } from '../lib/address';

/** Typing must have been quiet for this long before anyone is asked. */
const quiet = 300;

export class Directory {
  query = $state('');
  status = $state<'idle' | 'typing' | 'searching' | 'done' | 'failed'>('idle');
  /** The hits of the last answer; they stay on screen while the next question is asked. */
  found = $state.raw<FoundPodcast[]>([]);
  /** The directories that did not answer. */
  failures = $state.raw<DirectoryFailure[]>([]);
  failure = $state.raw<Failure | null>(null);
  /** The directories that have not answered yet. */
  waiting = $state.raw<string[]>([]);

  /** The listener has given a key for the Podcast Index; not known yet with null. */
  hasKey = $state<boolean | null>(null);
  keyFailure = $state.raw<Failure | null>(null);

  #address: Address | null = $derived(addressIn(this.query));
  #question = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** The query, where it is an address that can be subscribed to. */
  get address(): string | null {
    return this.#address?.text ?? null;
  }

  setQuery(text: string): void {
    if (text.trim() === this.query.trim()) {
      this.query = text;
      return;
    }
    this.query = text;
    this.#question += 1;
    clearTimeout(this.#timer);
    if (this.#asksNothing()) return;
    this.status = 'typing';
    this.#timer = setTimeout(() => void this.searchNow(), quiet);
  }

  clear(): void {
    this.setQuery('');
  }

  /** Asks at once (Enter, or Try again). */
  async searchNow(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#asksNothing()) return;
    const question = ++this.#question;
    this.status = 'searching';
    try {
      let first = true;
      await this.#backend.searchDirectories(this.query.trim(), ({ found, failures, waiting }) => {
        if (question !== this.#question) return;
        // What was found before stays until there is something in its place.
        if (found.length > 0 || waiting.length === 0 || !first) this.found = found;
        if (found.length > 0) first = false;
        this.failures = failures;
        this.waiting = waiting;
        this.failure = null;
      });
      if (question !== this.#question) return;
      this.status = 'done';
    } catch (thrown) {
      if (question !== this.#question) return;
      this.failure = failureIn(thrown);
      this.found = [];
      this.failures = [];
      this.status = 'failed';
    }
  }

  async loadKey(): Promise<void> {
    await this.#aboutKey(async () => {
      this.hasKey = await this.#backend.hasPodcastIndexKey();
    });
  }

  async setKey(key: string, secret: string): Promise<void> {
    await this.#aboutKey(async () => {
      await this.#backend.setPodcastIndexKey(key, secret);
      this.hasKey = true;
    });
  }

  async forgetKey(): Promise<void> {
    await this.#aboutKey(async () => {
      await this.#backend.forgetPodcastIndexKey();
      this.hasKey = false;
    });
  }

  async #aboutKey(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.keyFailure = null;
    } catch (thrown) {
      this.keyFailure = failureIn(thrown);
    }
  }

  /** Nothing typed, or an address: no directory needs to be asked. */
  #asksNothing(): boolean {
    if (this.query.trim() !== '' && !this.#address?.certain) return false;
    this.status = 'idle';
    this.found = [];
    this.failures = [];
    this.waiting = [];
    this.failure = null;
    return true;
  }
}
