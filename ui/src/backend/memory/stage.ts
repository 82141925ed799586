/** What the parts of the invented Rust share: its world, how long an answer takes, and telling the page. */
import { Failed } from '../backend';
import type { Episode, Event, Language, Podcast, Preferences, Theme } from '../wire';
import { Keeping } from './keeping';
import { Transfers } from './transfers';
import { emptyWorld, fillQueue, makeWorld, type World } from './world';

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
export function optionsIn(search: string): MemoryOptions {
  const asked = new URLSearchParams(search);
  const preferences: Partial<Preferences> = {};
  if (asked.has('theme')) preferences.theme = asked.get('theme') as Theme;
  if (asked.has('lang')) preferences.language = asked.get('lang') as Language;
  const world = (asked.get('world') ?? 'full') as NonNullable<MemoryOptions['world']>;
  return { world, preferences, still: asked.has('still'), latency: 30 };
}

export class Stage {
  readonly options: MemoryOptions;
  readonly world: World;
  readonly transfers: Transfers;
  readonly keeping: Keeping;
  /** What the page hears. */
  receive: (event: Event) => void = () => {};

  constructor(options: MemoryOptions) {
    const { world = 'full', now = Date.now() } = options;
    this.options = options;
    this.world = world === 'empty' ? emptyWorld() : makeWorld(now, world === 'large' || world === 'queue' ? 45 : 1);
    if (world === 'queue') fillQueue(this.world, 10_000);
    const tell = (event: Event) => this.tell(event);
    this.transfers = new Transfers(this.world.episodes, tell);
    this.keeping = new Keeping(this.world.episodes, tell);
  }

  tell(event: Event): void {
    this.receive(event);
  }

  /** Answers take their time; in a `waiting` world, lists (`forList`) take for ever, in a broken one they fail. */
  async wait(forList = false, times = 1): Promise<void> {
    const { world, latency = 0 } = this.options;
    if (forList && world === 'waiting') await new Promise(() => {});
    if (forList && world === 'broken')
      throw new Failed({ code: 'database', message: 'database disk image is malformed', detail: null });
    if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency * times));
  }

  podcast(id: number): Podcast {
    const podcast = this.world.podcasts.get(id);
    if (!podcast) throw new Failed({ code: 'not_found', message: `no podcast ${id}`, detail: null });
    return podcast;
  }

  subscribed(): Podcast[] {
    return [...this.world.podcasts.values()].filter(({ subscribed }) => subscribed);
  }

  changePodcast(id: number, change: Partial<Podcast>): void {
    this.world.podcasts.set(id, { ...this.podcast(id), ...change });
    this.tell({ type: 'podcastsChanged', ids: [id] });
  }

  episode(id: number): Episode {
    const episode = this.world.episodes.get(id);
    if (!episode) throw new Failed({ code: 'not_found', message: `no episode ${id}`, detail: null });
    return episode;
  }

  changeEpisodes(ids: number[], change: Partial<Episode>): void {
    for (const id of ids) this.world.episodes.set(id, { ...this.episode(id), ...change });
    this.tell({ type: 'episodesChanged', ids });
    this.tell({ type: 'podcastsChanged', ids: [...new Set(ids.map((id) => this.episode(id).podcastId))] });
  }
}
