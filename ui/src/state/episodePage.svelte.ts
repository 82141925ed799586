/** All that is known of one episode, for as long as its page is open. */
import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type { EpisodeDetails, Failure } from '../backend/wire';
import type { Episodes } from './episodes.svelte';

export class EpisodePage {
  status = $state<'loading' | 'ready' | 'failed' | 'gone'>('loading');
  failure = $state.raw<Failure | null>(null);
  readonly id: number;

  #details = $state.raw<EpisodeDetails | null>(null);
  #question = 0;
  #backend: Backend;
  #episodes: Episodes;
  #closed: () => void;

  constructor(backend: Backend, episodes: Episodes, id: number, closed: () => void) {
    this.#backend = backend;
    this.#episodes = episodes;
    this.#closed = closed;
    this.id = id;
    void this.load();
  }

  /** The details, with the row as it is now. */
  get value(): EpisodeDetails | null {
    if (!this.#details) return null;
    return { ...this.#details, episode: this.#episodes.get(this.id) ?? this.#details.episode };
  }

  close(): void {
    this.#question = -1;
    this.#closed();
  }

  async load(): Promise<void> {
    if (this.#question < 0) return;
    const question = ++this.#question;
    try {
      const details = await this.#backend.getEpisode(this.id);
      if (question !== this.#question) return;
      this.#details = details;
      this.#episodes.put(details.episode);
      this.status = 'ready';
      this.failure = null;
    } catch (thrown) {
      if (question !== this.#question) return;
      this.failure = failureIn(thrown);
      if (this.failure.code === 'not_found') this.status = 'gone';
      else if (this.status !== 'ready') this.status = 'failed';
    }
  }

  changed(ids: number[]): void {
    if (ids.includes(this.id)) void this.load();
  }
}
