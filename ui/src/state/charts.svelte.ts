/** What a country listens to. */
import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type { Chart, Failure } from '../backend/wire';
import { countryOf } from '../lib/countries';
import type { Preferences } from './preferences.svelte';

export class Charts {
  /** The last that was read, of whichever country. */
  #chart = $state.raw<Chart | null>(null);
  failure = $state.raw<Failure | null>(null);
  asking = $state(false);

  #question = 0;
  #backend: Backend;
  #preferences: Preferences;
  #languages: readonly string[];

  constructor(backend: Backend, preferences: Preferences, languages: readonly string[]) {
    this.#backend = backend;
    this.#preferences = preferences;
    this.#languages = languages;
  }

  /** The listener's choice, else that of the system's language. */
  get country(): string {
    return this.#preferences.current.country ?? countryOf(this.#languages);
  }

  /** That of the country; null while it is on its way. */
  get chart(): Chart | null {
    return this.#chart?.country === this.country ? this.#chart : null;
  }

  choose(country: string): void {
    this.#preferences.set({ country });
  }

  /** Asks for the chart of the country; Rust remembers it for an hour. */
  async load(): Promise<void> {
    const question = ++this.#question;
    this.asking = true;
    this.failure = null;
    try {
      const chart = await this.#backend.getChart(this.country);
      if (question === this.#question) this.#chart = chart;
    } catch (thrown) {
      if (question === this.#question) this.failure = failureIn(thrown);
    }
    if (question === this.#question) this.asking = false;
  }
}
