/**
 * An invented world behind the same interface as Rust, so that the whole window runs in a plain browser: for tests,
 * for pictures, and for working on a view. Builds for the shell leave it out.
 */
import { type Backend, Failed, mostRows } from '../backend';
import type {
  Attempt,
  CleanUpDraft,
  Downloads,
  Episode,
  EpisodeDetails,
  EpisodeFilter,
  EpisodeStateFilter,
  Event,
  FoundPodcast,
  Language,
  Leaving,
  Playback,
  PlayerReport,
  Podcast,
  PodcastRules,
  Preferences,
  QueueSettings,
  RefreshReport,
  SearchAnswer,
  Start,
  Storage,
  Theme,
} from '../wire';
import { attemptsOf } from './attempts';
import { coverOf } from './cover';
import { Keeping } from './keeping';
import { notesOf } from './notes';
import { shows } from './shows';
import { soundOf } from './sound';
import { Transfers } from './transfers';
import { emptyWorld, fillQueue, makeEpisode, makePodcast, makeWorld, reasonOf, type World } from './world';

export interface MemoryOptions {
  /** `waiting`: lists never answer. `broken`: they fail. `large`: twenty thousand episodes; `queue`: ten thousand of
   * them wait. `offline`: no directory answers. */
  world?: 'queue' | 'full' | 'empty' | 'large' | 'waiting' | 'broken' | 'offline';
  preferences?: Partial<Preferences>;
  /** Nothing moves by itself. */
  still?: boolean;
  /** Milliseconds until an answer. */
  latency?: number;
  now?: number;
}

/** What the page's own address asks for: `?world=empty&theme=dark&lang=zh-CN&still`. */
export function memoryFromAddress(search: string): Memory {
  const asked = new URLSearchParams(search);
  const preferences: Partial<Preferences> = {};
  if (asked.has('theme')) preferences.theme = asked.get('theme') as Theme;
  if (asked.has('lang')) preferences.language = asked.get('lang') as Language;
  const world = (asked.get('world') ?? 'full') as NonNullable<MemoryOptions['world']>;
  const memory = new Memory({ world, preferences, still: asked.has('still'), latency: 30 });
  return memory;
}

export class Memory implements Backend {
  /** What the page has reported of the player, newest last. */
  readonly reports: PlayerReport[] = [];
  /** The links that were opened outside. */
  readonly opened: string[] = [];
  preferences: Preferences;

  #options: MemoryOptions;
  #world: World;
  #transfers: Transfers;
  #keeping: Keeping;
  #receive: (event: Event) => void = () => {};
  #sounds = new Map<number, string>();

  constructor(options: MemoryOptions = {}) {
    this.#options = options;
    const { world = 'full', now = Date.now(), preferences } = options;
    this.#world = world === 'empty' ? emptyWorld() : makeWorld(now, world === 'large' || world === 'queue' ? 45 : 1);
    if (world === 'queue') fillQueue(this.#world, 10_000);
    this.#transfers = new Transfers(this.#world.episodes, (event) => this.#tell(event));
    this.#keeping = new Keeping(this.#world.episodes, (event) => this.#tell(event));
    this.preferences = {
      theme: 'system',
      language: null,
      volume: 0.8,
      muted: false,
      speed: 1,
      singleKeys: true,
      lastView: null,
      ...preferences,
    };
  }

  async start(): Promise<Start> {
    await this.#wait();
    return {
      version: '0.1.0',
      preferences: this.preferences,
      dataFolder: '/home/robin/.local/share/app.friday.Friday',
      downloadsFolder: '/home/robin/Podcasts',
      skipBack: 15,
      skipForward: 30,
      closesToTray: true,
      resume: [...this.#world.episodes.values()].find(({ position }) => position > 0) ?? null,
    };
  }

  async setPreferences(preferences: Preferences): Promise<void> {
    this.preferences = preferences;
  }

  async listen(receive: (event: Event) => void): Promise<void> {
    this.#receive = receive;
    if (this.#options.still) receive({ type: 'progress', downloads: this.#transfers.snapshot() });
    else this.#transfers.run();
  }

  async listPodcasts(): Promise<Podcast[]> {
    await this.#wait(true);
    const order = (a: Podcast, b: Podcast) => Number(b.favorite) - Number(a.favorite) || a.title.localeCompare(b.title);
    return this.#subscribed()
      .map((podcast) => this.#counted(podcast))
      .sort(order);
  }

  async getPodcast(id: number): Promise<Podcast> {
    await this.#wait(true);
    return this.#counted(this.#podcast(id));
  }

  async subscribe(address: string): Promise<Podcast> {
    await this.#wait();
    const bare = address.replace(/^[a-z]+:\/\//, '').replace(/\/$/, '');
    const at = shows.findIndex(({ feedUrl, website }) => [feedUrl, website].some((known) => known.includes(bare)));
    if (at < 0)
      throw new Failed({ ...reasonOf(/\./.test(bare) ? 'not_a_feed' : 'bad_address'), detail: `GET ${address}` });
    const id = at + 1;
    const podcast = this.#world.podcasts.get(id) ?? makePodcast(shows[at]!, id, Date.now());
    if (!this.#world.podcasts.has(id)) {
      for (let index = 0; index < shows[at]!.episodes; index += 1) {
        const episode = makeEpisode(shows[at]!, id, index, Date.now());
        this.#world.episodes.set(episode.id, { ...episode, listening: index === 0 ? 'new' : 'unplayed' });
      }
    }
    this.#world.podcasts.set(id, { ...podcast, subscribed: true, favorite: false });
    this.#tell({ type: 'podcastsChanged', ids: [id] });
    return this.getPodcast(id);
  }

  async unsubscribe(id: number): Promise<void> {
    this.#world.podcasts.set(id, { ...this.#podcast(id), subscribed: false });
    this.#tell({ type: 'podcastsChanged', ids: [id] });
  }

  async setFavorite(id: number, favorite: boolean): Promise<void> {
    this.#world.podcasts.set(id, { ...this.#podcast(id), favorite });
    this.#tell({ type: 'podcastsChanged', ids: [id] });
  }

  async refresh(id: number | null): Promise<RefreshReport> {
    const ids = id === null ? this.#subscribed().map((podcast) => podcast.id) : [id];
    let failed = 0;
    for (const [done, each] of ids.entries()) {
      this.#tell({ type: 'refreshProgress', done, total: ids.length });
      await this.#wait();
      const podcast = this.#podcast(each);
      if (podcast.feed.error) failed += 1;
      const checked = Date.now();
      const feed = {
        ...podcast.feed,
        checked,
        succeeded: podcast.feed.error ? podcast.feed.succeeded : checked,
        nextCheck: checked + 3_600_000,
      };
      this.#world.podcasts.set(each, { ...podcast, feed });
    }
    this.#tell({ type: 'refreshProgress', done: ids.length, total: ids.length });
    this.#tell({ type: 'podcastsChanged', ids });
    return { checked: ids.length, changed: 0, failed, newEpisodes: 0 };
  }

  async searchDirectories(text: string): Promise<SearchAnswer> {
    await this.#wait(false, 10);
    if (this.#options.world === 'offline')
      return { found: [], failures: [{ source: 'iTunes', reason: reasonOf('offline') }] };
    const words = text.toLowerCase().split(/\s+/);
    const found = shows
      .filter((show) =>
        words.every((word) =>
          `${show.title} ${show.author} ${show.genre} ${show.description}`.toLowerCase().includes(word),
        ),
      )
      .map((show): FoundPodcast => {
        const podcast = this.#subscribed().find(({ feedUrl }) => feedUrl === show.feedUrl);
        const { title, author, feedUrl, genre, episodes } = show;
        return {
          title,
          author,
          feedUrl,
          artwork: coverOf(show),
          source: 'iTunes',
          episodes,
          genre,
          podcastId: podcast?.id ?? null,
        };
      });
    return { found, failures: [] };
  }

  async listEpisodeIds(filter: EpisodeFilter): Promise<number[]> {
    await this.#wait(true);
    const rows = [...this.#world.episodes.values()].filter(
      (episode) =>
        (filter.podcastId === null || episode.podcastId === filter.podcastId) &&
        (filter.states.length === 0 || filter.states.some((state) => matches(episode, state))),
    );
    rows.sort((a, b) => (b.published ?? 0) - (a.published ?? 0) || b.id - a.id);
    if (filter.oldestFirst) rows.reverse();
    return rows.map(({ id }) => id);
  }

  async getEpisodes(ids: number[]): Promise<Episode[]> {
    if (ids.length > mostRows) throw new Failed({ code: 'bug', message: 'too many rows', detail: null });
    await this.#wait(true);
    return ids.flatMap((id) => this.#transfers.look(id) ?? []);
  }

  async getEpisode(id: number): Promise<EpisodeDetails> {
    await this.#wait(true);
    const episode = this.#episode(id);
    const done = episode.download?.state === 'done';
    return {
      episode,
      notesHtml: notesOf(episode),
      link: `${this.#podcast(episode.podcastId).website}episodes/${episode.number}`,
      file: done ? `/home/robin/Podcasts/${episode.podcastTitle}/${episode.title}.mp3` : null,
      sha256: done ? 'b3a8e0e1f9ab1bfe3a36f231f676f78bb30a519d2b21e6c530c0eee8ebb4a5d0' : null,
    };
  }

  async setPlayed(ids: number[], played: boolean): Promise<void> {
    this.#patch(ids, { listening: played ? 'played' : 'unplayed', position: 0, listened: played ? Date.now() : null });
  }

  async setStarred(ids: number[], starred: boolean): Promise<void> {
    this.#patch(ids, { starred });
  }

  async listDownloads(): Promise<Downloads> {
    await this.#wait(true);
    return this.#transfers.groups();
  }

  async listWaitingDownloads(from: number, count: number): Promise<number[]> {
    await this.#wait(true);
    return this.#transfers.waiting(from, count);
  }

  async getQueueSettings(): Promise<QueueSettings> {
    return this.#transfers.settings;
  }

  async setQueueSettings(settings: QueueSettings): Promise<void> {
    this.#transfers.set(settings);
  }

  async downloadEpisodes(ids: number[]): Promise<void> {
    this.#transfers.push(ids);
  }

  async downloadLatest(podcastId: number, count: number): Promise<void> {
    const ids = await this.listEpisodeIds({ podcastId, states: [], oldestFirst: false });
    this.#transfers.push(ids.slice(0, count));
  }

  async pauseDownload(id: number): Promise<void> {
    this.#transfers.pause(id);
  }

  async resumeDownload(id: number): Promise<void> {
    this.#transfers.requeue(id);
  }

  async cancelDownload(id: number): Promise<void> {
    this.#transfers.drop(id);
  }

  async retryDownload(id: number): Promise<void> {
    this.#transfers.requeue(id);
  }

  async retryAllDownloads(): Promise<void> {
    this.#transfers.requeueFailed();
  }

  async removeDownload(id: number): Promise<void> {
    this.#transfers.drop(id);
  }

  async getAttempts(id: number): Promise<Attempt[]> {
    await this.#wait();
    return attemptsOf(this.#episode(id), Date.now());
  }

  async moveDownload(id: number, place: number): Promise<void> {
    this.#transfers.moveTo(id, place);
  }

  async startDownloadNow(id: number): Promise<void> {
    this.#transfers.startNow(id);
  }

  async retryDownloadsWhere(code: string): Promise<void> {
    for (const id of this.#transfers.failedFor(code)) this.#transfers.requeue(id);
  }

  async giveUpDownloadsWhere(code: string): Promise<void> {
    for (const id of this.#transfers.failedFor(code)) this.#transfers.drop(id);
  }

  async pauseAllDownloads(): Promise<void> {
    this.#transfers.pauseAll(true);
  }

  async resumeAllDownloads(): Promise<void> {
    this.#transfers.pauseAll(false);
  }

  async revealDownload(id: number): Promise<void> {
    this.opened.push(`folder of ${this.#episode(id).title}`);
  }

  async openLink(url: string): Promise<void> {
    this.opened.push(url);
  }

  async play(id: number): Promise<Playback> {
    await this.#wait();
    const episode = this.#episode(id);
    if (!episode.playable) throw new Failed({ ...reasonOf('no_media'), detail: null });
    const url = this.#sounds.get(id) ?? soundOf(episode.duration ?? 1800);
    this.#sounds.set(id, url);
    return { episode, url, position: episode.position };
  }

  async reportPlayer(report: PlayerReport): Promise<void> {
    this.reports.push(report);
    const { episodeId, position, reason } = report;
    if (!this.#world.episodes.has(episodeId)) return;
    const heard: Partial<Episode> = reason === 'ended' ? { listening: 'played', position: 0 } : { position };
    this.#patch([episodeId], { ...heard, listened: Date.now() });
  }

  async getPodcastRules(id: number): Promise<PodcastRules> {
    await this.#wait(true);
    return this.#keeping.rulesOf(id);
  }

  async setPodcastRules(id: number, rules: PodcastRules): Promise<void> {
    this.#keeping.setRules(id, rules);
  }

  async getStorage(): Promise<Storage> {
    await this.#wait(true);
    return this.#keeping.space(this.#transfers.groups().freeSpace);
  }

  async setStorageBudget(budget: number | null): Promise<void> {
    this.#keeping.budget = budget;
  }

  async previewCleanUp(draft: CleanUpDraft): Promise<Leaving[]> {
    await this.#wait(true);
    return this.#keeping.leaving(draft);
  }

  async cleanUp(ids: number[]): Promise<number[]> {
    return this.#keeping.cleanUp(ids);
  }

  async undoCleanUp(ids: number[]): Promise<number[]> {
    return this.#keeping.undo(ids);
  }

  async emptyTrash(): Promise<void> {
    this.#keeping.emptyTrash();
  }

  /** For tests: something that Rust would tell. */
  tell(event: Event): void {
    this.#tell(event);
  }

  /** For tests: the downloads move on by a quarter of a second. */
  moveDownloads(): void {
    this.#transfers.move();
  }

  close(): void {
    this.#transfers.stop();
  }

  #tell(event: Event): void {
    this.#receive(event);
  }

  /** Answers take their time; in a `waiting` world, lists (`forList`) take for ever, in a broken one they fail. */
  async #wait(forList = false, times = 1): Promise<void> {
    const { world, latency = 0 } = this.#options;
    if (forList && world === 'waiting') await new Promise(() => {});
    if (forList && world === 'broken')
      throw new Failed({ code: 'database', message: 'database disk image is malformed', detail: null });
    if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency * times));
  }

  #subscribed(): Podcast[] {
    return [...this.#world.podcasts.values()].filter(({ subscribed }) => subscribed);
  }

  #counted(podcast: Podcast): Podcast {
    const rows = [...this.#world.episodes.values()].filter(({ podcastId }) => podcastId === podcast.id);
    return {
      ...podcast,
      episodes: rows.length,
      unplayed: rows.filter(({ listening }) => listening !== 'played').length,
      downloaded: rows.filter(({ download }) => download?.state === 'done').length,
      newest: rows.reduce<number | null>((newest, { published }) => Math.max(newest ?? 0, published ?? 0), null),
    };
  }

  #podcast(id: number): Podcast {
    const podcast = this.#world.podcasts.get(id);
    if (!podcast) throw new Failed({ code: 'not_found', message: `no podcast ${id}`, detail: null });
    return podcast;
  }

  #episode(id: number): Episode {
    const episode = this.#world.episodes.get(id);
    if (!episode) throw new Failed({ code: 'not_found', message: `no episode ${id}`, detail: null });
    return episode;
  }

  #patch(ids: number[], change: Partial<Episode>): void {
    for (const id of ids) this.#world.episodes.set(id, { ...this.#episode(id), ...change });
    this.#tell({ type: 'episodesChanged', ids });
    this.#tell({ type: 'podcastsChanged', ids: [...new Set(ids.map((id) => this.#episode(id).podcastId))] });
  }
}

function matches(episode: Episode, state: EpisodeStateFilter): boolean {
  switch (state) {
    case 'new':
      return episode.listening === 'new';
    case 'unplayed':
      return episode.listening !== 'played';
    case 'inProgress':
      return episode.position > 0 && episode.listening !== 'played';
    case 'played':
      return episode.listening === 'played';
    case 'starred':
      return episode.starred;
    case 'downloaded':
      return episode.download?.state === 'done';
  }
}
