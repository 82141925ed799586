/** A list of episodes: first the ordered ids, then only the rows that are on screen. */
import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import { mostIds } from '../backend/limits';
import type { EpisodeFilter, Failure } from '../backend/wire';
import type { Episodes } from './episodes.svelte';
import { settled, type Status } from './loading';

export class EpisodeList {
  status = $state<Status>('loading');
  failure = $state.raw<Failure | null>(null);
  ids = $state.raw<number[]>([]);
  filter = $state.raw<EpisodeFilter>({ podcastId: null, states: [], oldestFirst: false });

  #window = { from: 0, to: 0 };
  #question = 0;
  #backend: Backend;
  #episodes: Episodes;
  #closed: () => void;
  #loadSoon = settled(() => void this.load(), 150);

  constructor(backend: Backend, episodes: Episodes, filter: EpisodeFilter, closed: () => void) {
    this.#backend = backend;
    this.#episodes = episodes;
    this.#closed = closed;
    this.filter = filter;
    void this.load();
  }

  /** The ids whose rows are on screen. */
  get shown(): number[] {
    return this.ids.slice(this.#window.from, this.#window.to);
  }

  close(): void {
    this.#question = -1;
    this.#closed();
  }

  /** Another choice or order; the old list goes at once, because its rows are no answer to the new question. */
  setFilter(filter: EpisodeFilter): void {
    this.filter = filter;
    this.status = 'loading';
    this.ids = [];
    void this.load();
  }

  async load(): Promise<void> {
    if (this.#question < 0) return;
    const question = ++this.#question;
    try {
      const ids: number[] = [];
      let part: number[];
      do {
        part = await this.#backend.listEpisodeIds(this.filter, ids.at(-1) ?? null);
        if (question !== this.#question) return;
        ids.push(...part);
        // The first rows are there while the rest of a long list comes; one that was there grows or shrinks at once.
        if (this.status !== 'ready') this.#take([...ids]);
      } while (part.length === mostIds);
      this.#take(ids);
    } catch (thrown) {
      if (question !== this.#question || this.status === 'ready') return;
      this.failure = failureIn(thrown);
      this.status = 'failed';
    }
  }

  #take(ids: number[]): void {
    this.ids = ids;
    this.status = 'ready';
    this.failure = null;
    this.#episodes.want(this.shown);
  }

  /** Rows `from` up to, not including, `to` are on screen. */
  show(from: number, to: number): void {
    this.#window = { from, to };
    this.#episodes.want(this.shown);
  }

  /** Some episode has changed: who belongs to a list by state may be another by now. */
  changed(): void {
    if (this.filter.states.length > 0) this.#loadSoon();
  }

  added(podcastId: number): void {
    if (this.filter.podcastId === null || this.filter.podcastId === podcastId) this.#loadSoon();
  }
}
