/** The podcasts of the library: who they are, and what the listener does with them. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';

import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type { AnnouncedFeed, Chart, Extras, Failure, FeedHealth, Podcast, RefreshReport } from '../backend/wire';
import { m } from '../paraglide/messages';
import { settled, type Status } from './loading';
import type { Toasts } from './toasts.svelte';

export class Podcasts {
  status = $state<Status>('loading');
  failure = $state.raw<Failure | null>(null);
  /** Why the last `subscribe` failed, for the field that the address was typed into. */
  problem = $state.raw<{ address: string; failure: Failure } | null>(null);
  /** The feeds that an address leads to, where there are several: the listener chooses. */
  choice = $state.raw<{ address: string; feeds: AnnouncedFeed[] } | null>(null);
  /** While a refresh of many is on its way. */
  refreshProgress = $state.raw<{ done: number; total: number } | null>(null);

  #ids = $state.raw<number[]>([]);
  #rows = new SvelteMap<number, Podcast>();
  #subscribing = new SvelteSet<string>();
  #refreshing = new SvelteSet<number | null>();
  #wanted = new Set<number>();
  #missing = new SvelteSet<number>();
  #backend: Backend;
  #toasts: Toasts;
  #loadSoon = settled(() => void this.load(), 100);
  #all = $derived(this.#ids.map((id) => this.#rows.get(id)).filter((podcast) => podcast?.subscribed) as Podcast[]);
  #byFeed = $derived(new Map(this.#all.map(({ feedUrl, id }) => [feedUrl, id])));

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  /** Subscribed, favourites first, then by title. */
  get all(): Podcast[] {
    return this.#all;
  }

  get(id: number): Podcast | undefined {
    return this.#rows.get(id);
  }

  /** The podcast of a feed that is subscribed to. */
  idOfFeed(feedUrl: string): number | undefined {
    return this.#byFeed.get(feedUrl);
  }

  /** What the podcast namespace says of it; nothing where it cannot be read, for nothing depends on it. */
  async extras(id: number): Promise<Extras | null> {
    return this.#backend.getPodcastExtras(id).catch(() => null);
  }

  subscribing(address: string): boolean {
    return this.#subscribing.has(address);
  }

  /** One podcast, or all with null. */
  refreshing(id: number | null): boolean {
    return this.#refreshing.has(id) || (id === null && this.refreshProgress !== null);
  }

  async load(): Promise<void> {
    try {
      const podcasts = await this.#backend.listPodcasts();
      for (const podcast of podcasts) this.#rows.set(podcast.id, podcast);
      this.#ids = podcasts.map(({ id }) => id);
      this.status = 'ready';
      this.failure = null;
    } catch (thrown) {
      // What is on screen already stays; only an empty screen says that it could not be filled.
      if (this.status === 'ready') return;
      this.failure = failureIn(thrown);
      this.status = 'failed';
    }
  }

  /** There is no such podcast, as a `want` or an event has found out. */
  missing(id: number): boolean {
    return this.#missing.has(id);
  }

  /** Loads a podcast that the library does not hold, such as that of an old download. */
  want(id: number): void {
    if (this.#rows.has(id) || this.#wanted.has(id)) return;
    this.#wanted.add(id);
    void this.#renew(id).finally(() => this.#wanted.delete(id));
  }

  async subscribe(address: string): Promise<Podcast | null> {
    if (this.#subscribing.has(address)) return null;
    this.#subscribing.add(address);
    this.problem = null;
    try {
      const podcast = await this.#backend.subscribe(address);
      this.#rows.set(podcast.id, podcast);
      await this.load();
      return podcast;
    } catch (thrown) {
      const failure = failureIn(thrown);
      this.problem = { address, failure };
      if (failure.feeds) this.choice = { address, feeds: failure.feeds };
      return null;
    } finally {
      this.#subscribing.delete(address);
    }
  }

  /** What a country listens to; Rust remembers it for an hour. */
  getChart(country: string): Promise<Chart> {
    return this.#backend.getChart(country);
  }

  forgetProblem(): void {
    this.problem = null;
    this.choice = null;
  }

  async unsubscribe(id: number): Promise<boolean> {
    const podcast = this.#rows.get(id);
    const done = await this.#toasts.answer(this.#backend.unsubscribe(id));
    if (done && podcast) {
      this.#rows.set(id, { ...podcast, subscribed: false });
      const run = () => void this.#toasts.answer(this.#backend.subscribe(podcast.feedUrl)).then(() => this.load());
      const text = m.answer_unsubscribed({ title: podcast.title });
      this.#toasts.show({ kind: 'done', text, action: { label: m.answer_undo(), run } });
    }
    await this.load();
    return done;
  }

  async setFavorite(id: number, favorite: boolean): Promise<void> {
    const podcast = this.#rows.get(id);
    if (podcast) this.#rows.set(id, { ...podcast, favorite });
    await this.#toasts.answer(this.#backend.setFavorite(id, favorite));
    await this.load();
  }

  /** One podcast, or all with null. Says what was found. */
  async refresh(id: number | null): Promise<void> {
    if (this.refreshing(id)) return;
    this.#refreshing.add(id);
    try {
      const work = this.#backend.refresh(id);
      if (await this.#toasts.answer(work, { of: 'feed' })) this.#tell(await work, id);
    } finally {
      this.#refreshing.delete(id);
      if (id === null) this.refreshProgress = null;
    }
  }

  /** Ends a refresh of many; what it has found stays. */
  cancelRefresh(): void {
    void this.#toasts.answer(this.#backend.cancelRefresh());
  }

  /** Gives a podcast the login that it wants; answers why it was not let in. */
  async logIn(id: number, user: string, password: string): Promise<Failure | null> {
    try {
      const podcast = await this.#backend.logIn(id, user, password);
      this.#rows.set(id, podcast);
      this.#toasts.show({ kind: 'done', text: m.answer_logged_in({ title: podcast.title }) });
      return null;
    } catch (thrown) {
      return failureIn(thrown);
    }
  }

  async logOut(id: number): Promise<void> {
    const work = this.#backend.logOut(id);
    if (!(await this.#toasts.answer(work))) return;
    const podcast = await work;
    this.#rows.set(id, podcast);
    this.#toasts.show({ kind: 'done', text: m.answer_logged_out({ title: podcast.title }) });
  }

  /** How the last checks of a feed went. */
  async health(id: number): Promise<{ health: FeedHealth } | { failure: Failure }> {
    try {
      return { health: await this.#backend.getFeedHealth(id) };
    } catch (thrown) {
      return { failure: failureIn(thrown) };
    }
  }

  /** These have changed elsewhere. */
  changed(ids: number[]): void {
    const strangers = ids.some((id) => !this.#rows.has(id));
    if (strangers || ids.length > 20) this.#loadSoon();
    else for (const id of ids) void this.#renew(id);
  }

  /** A refresh has begun, moved on or ended. */
  refreshMoved(done: number, total: number): void {
    this.refreshProgress = done < total ? { done, total } : null;
  }

  /** Reads one again; a change of what the order goes by reads them all. */
  async #renew(id: number): Promise<void> {
    const before = this.#rows.get(id);
    try {
      const podcast = await this.#backend.getPodcast(id);
      this.#missing.delete(id);
      this.#rows.set(id, podcast);
      const moved =
        before?.title !== podcast.title ||
        before.favorite !== podcast.favorite ||
        before.subscribed !== podcast.subscribed;
      if (before && moved) this.#loadSoon();
    } catch (thrown) {
      if (failureIn(thrown).code !== 'not_found') return;
      this.#missing.add(id);
      this.#rows.delete(id);
      this.#ids = this.#ids.filter((known) => known !== id);
    }
  }

  #tell({ failed, newEpisodes, checked, putOff, offline, cancelled }: RefreshReport, id: number | null): void {
    if (cancelled) return;
    if (offline) {
      this.#toasts.show({ kind: 'info', text: m.answer_offline() });
      return;
    }
    if (failed > 0 && id !== null) return; // The podcast's own page says why.
    const found = newEpisodes === 0 ? m.answer_nothing_new() : m.answer_new_episodes({ count: newEpisodes });
    const trouble = failed > 0 ? ` ${m.answer_feeds_failed({ count: failed, checked })}` : '';
    const peace = putOff > 0 ? ` ${m.answer_put_off({ count: putOff })}` : '';
    this.#toasts.show({ kind: 'info', text: found + trouble + peace });
  }
}
