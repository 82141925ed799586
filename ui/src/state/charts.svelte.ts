/** What a country listens to. */
import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type { Chart, Failure } from '../backend/wire';

export class Charts {
  /** The last that was read, of whichever country. */
  #chart = $state.raw<Chart | null>(null);
  failure = $state.raw<Failure | null>(null);
  asking = $state(false);

  #question = 0;
  #backend: Pick<Backend, 'getChart'>;

  constructor(backend: Pick<Backend, 'getChart'>) {
    this.#backend = backend;
  }

  /** That of a country; null while it is on its way. */
  of(country: string): Chart | null {
    return this.#chart?.country === country ? this.#chart : null;
  }

  /** Asks for the chart of a country; Rust remembers it for an hour. */
  async load(country: string): Promise<void> {
    const question = ++this.#question;
    this.asking = true;
    this.failure = null;
    try {
      const chart = await this.#backend.getChart(country);
      if (question === this.#question) this.#chart = chart;
    } catch (thrown) {
      if (question === this.#question) this.failure = failureIn(thrown);
    }
    if (question === this.#question) this.asking = false;
  }
}
