/** The rows of episodes that are on screen or were lately, by id. Lists hold ids; this holds what they show. */
import { SvelteMap } from 'svelte/reactivity';

import type { Backend } from '../backend';
import { mostRows } from '../backend/limits';
import type { Episode, EpisodeFilter } from '../backend/wire';
import { chunksOf } from '../lib/chunks';
import { EpisodeList } from './episodeList.svelte';
import { EpisodePage } from './episodePage.svelte';
import type { Toasts } from './toasts.svelte';

/** Rows kept beside those on screen. Scrolling through a library of 250,000 must not gather them all. */
const mostKept = 4000;

export class Episodes {
  #rows = new SvelteMap<number, Episode>();
  /** The number of the question that a row was last asked by: a late answer must not undo a newer one. */
  #asked = new Map<number, number>();
  #question = 0;
  #missing = new Set<number>();
  #gone = new Set<number>();
  #lists = new Set<EpisodeList>();
  #pages = new Set<EpisodePage>();
  #keepers = new Set<() => Iterable<number>>();
  #backend: Backend;
  #toasts: Toasts;

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  get(id: number): Episode | undefined {
    return this.#rows.get(id);
  }

  /** An ordered list of ids; to be closed by whoever opened it. */
  list(filter: EpisodeFilter): EpisodeList {
    const list = new EpisodeList(this.#backend, this, filter, () => this.#lists.delete(list));
    this.#lists.add(list);
    return list;
  }

  /** All that is known of one episode; to be closed by whoever opened it. */
  details(id: number): EpisodePage {
    const page = new EpisodePage(this.#backend, this, id, () => this.#pages.delete(page));
    this.#pages.add(page);
    return page;
  }

  /** Loads the rows of these ids that are not here yet. */
  want(ids: Iterable<number>): void {
    const idle = this.#missing.size === 0;
    for (const id of ids) if (!this.#asked.has(id) && !this.#gone.has(id)) this.#missing.add(id);
    if (idle && this.#missing.size > 0) queueMicrotask(() => this.#askMissing());
  }

  /** Reads these again, as far as they are here. */
  async renew(ids: Iterable<number>): Promise<void> {
    const here = [...ids].filter((id) => this.#asked.has(id) || this.#gone.has(id));
    for (const id of here) this.#gone.delete(id);
    await Promise.all(chunksOf(here, mostRows).map((chunk) => this.#ask(chunk)));
  }

  /** A row that has come with something else. */
  put(episode: Episode): void {
    this.#asked.set(episode.id, ++this.#question);
    this.#rows.set(episode.id, episode);
  }

  async setPlayed(ids: number[], played: boolean): Promise<void> {
    this.#patch(ids, { listening: played ? 'played' : 'unplayed', position: 0 });
    if (!(await this.#toasts.answer(this.#backend.setPlayed(ids, played)))) await this.renew(ids);
  }

  async setStarred(ids: number[], starred: boolean): Promise<void> {
    this.#patch(ids, { starred });
    if (!(await this.#toasts.answer(this.#backend.setStarred(ids, starred)))) await this.renew(ids);
  }

  /** The listener has seen them; Rust tells the lists. */
  async clearFromInbox(ids: number[]): Promise<void> {
    await this.#toasts.answer(this.#backend.clearFromInbox(ids));
  }

  /** These have changed elsewhere: rows that are here are read again, and so are lists that choose by state. */
  changed(ids: number[]): void {
    void this.renew(ids);
    for (const page of this.#pages) page.changed(ids);
    for (const list of this.#lists) list.changed();
  }

  /** A refresh has brought episodes of this podcast. */
  added(podcastId: number): void {
    for (const list of this.#lists) list.added(podcastId);
  }

  /** Anything may have changed. */
  allChanged(): void {
    this.#gone.clear();
    const shown = this.#shown();
    this.#drop((id) => !shown.has(id));
    void this.renew(shown);
    for (const page of this.#pages) void page.load();
    for (const list of this.#lists) void list.load();
  }

  /** Rows of these ids are needed although no list shows them (player, downloads). */
  keep(ids: () => Iterable<number>): void {
    this.#keepers.add(ids);
  }

  #askMissing(): void {
    const missing = [...this.#missing];
    this.#missing.clear();
    this.#prune();
    for (const chunk of chunksOf(missing, mostRows)) void this.#ask(chunk);
  }

  async #ask(ids: number[]): Promise<void> {
    const question = ++this.#question;
    for (const id of ids) this.#asked.set(id, question);
    const newest = (id: number) => this.#asked.get(id) === question;
    try {
      const episodes = await this.#backend.getEpisodes(ids);
      for (const episode of episodes) if (newest(episode.id)) this.#rows.set(episode.id, episode);
      const found = new Set(episodes.map(({ id }) => id));
      for (const id of ids.filter((id) => newest(id) && !found.has(id))) {
        this.#rows.delete(id);
        this.#asked.delete(id);
        this.#gone.add(id);
      }
    } catch {
      // The rows stay blank or as they were; the next look at them asks again.
      for (const id of ids) if (newest(id) && !this.#rows.has(id)) this.#asked.delete(id);
    }
  }

  #patch(ids: number[], change: Partial<Episode>): void {
    for (const id of ids) {
      const episode = this.#rows.get(id);
      if (episode) this.#rows.set(id, { ...episode, ...change });
    }
  }

  #prune(): void {
    if (this.#rows.size <= mostKept) return;
    const shown = this.#shown();
    this.#drop((id) => !shown.has(id));
  }

  #drop(droppable: (id: number) => boolean): void {
    for (const id of [...this.#rows.keys()].filter(droppable)) {
      this.#rows.delete(id);
      this.#asked.delete(id);
    }
  }

  #shown(): Set<number> {
    const shown = new Set<number>();
    for (const list of this.#lists) for (const id of list.shown) shown.add(id);
    for (const ids of this.#keepers) for (const id of ids()) shown.add(id);
    return shown;
  }
}
