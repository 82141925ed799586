/** What can be asked of the invented player's side in Rust: what plays, how, and what comes next. */
import { type Backend, Failed } from '../backend';
import type { Bookmark, PlayerReport, PodcastSound, Sound, SoundSettings } from '../wire';
import { soundOf } from './sound';
import type { Stage } from './stage';
import { reasonOf } from './world';

interface List {
  id: number;
  name: string;
  locked: boolean;
  ids: number[];
}

const asAll: PodcastSound = { speed: null, intro: 0, outro: 0, trimSilence: null, level: null, keepFiles: null };

export class Listening {
  settings: SoundSettings = {
    speed: 1,
    skipBack: 15,
    skipForward: 30,
    trimSilence: false,
    level: false,
    keepFiles: true,
    then: 'upNext',
  };

  #stage: Stage;
  #addresses = new Map<number, string>();
  #sounds = new Map<number, PodcastSound>();
  #lists: List[];
  #chosen = 1;
  #bookmarks: Bookmark[] = [];
  #playing: number | null = null;

  constructor(stage: Stage) {
    this.#stage = stage;
    const some = [...stage.world.episodes.values()].filter(
      ({ playable, listening }) => playable && listening !== 'played',
    );
    const ids = some.filter((_, at) => at % 5 === 0).slice(0, 9);
    this.#lists = [
      { id: 1, name: '', locked: false, ids: ids.map(({ id }) => id) },
      { id: 2, name: 'On the train', locked: false, ids: some.slice(1, 4).map(({ id }) => id) },
    ];
  }

  get #list(): List {
    return this.#lists.find(({ id }) => id === this.#chosen) ?? this.#lists[0]!;
  }

  /** What Rust makes of a report. */
  heard({ episodeId, position, playing, reason }: PlayerReport): void {
    if (!this.#stage.world.episodes.has(episodeId)) return;
    this.#playing = playing ? episodeId : this.#playing;
    const heard = reason === 'ended' ? { listening: 'played' as const, position: 0 } : { position };
    this.#stage.changeEpisodes([episodeId], { ...heard, listened: Date.now() });
    if (reason !== 'ended') return;
    const listed = this.#list.ids.includes(episodeId);
    this.#change((ids) => ids.filter((id) => id !== episodeId));
    const next = this.#list.ids[0];
    if (listed && next !== undefined && this.settings.then !== 'stop') this.#ask(next);
  }

  #addressOf(id: number): string {
    const known = this.#addresses.get(id) ?? soundOf(this.#stage.episode(id).duration ?? 1800);
    this.#addresses.set(id, known);
    return known;
  }

  verbs() {
    return { ...this.#play(), ...this.#sounding(), ...this.#marking(), ...this.#listing() };
  }

  #play() {
    const stage = this.#stage;
    return {
      soundOf: (id: number) => this.#addressOf(id),
      play: async (id: number) => {
        await stage.wait();
        const episode = stage.episode(id);
        if (!episode.playable) throw new Failed({ ...reasonOf('no_media'), detail: null });
        const sound = this.#soundOf(episode.podcastId);
        return { episode, url: this.#addressOf(id), position: episode.position, rewind: 0, sound, lengthChange: null };
      },
      // Everything is here.
      leap: async () => null,
      playNextEpisode: async () => {
        const next = this.#list.ids.find((id) => id !== this.#playing);
        if (next !== undefined) this.#ask(next);
        return next !== undefined;
      },
      playPreviousEpisode: async () => false,
      setSleep: async (after: Parameters<Backend['setSleep']>[0]) => {
        const timer = after?.type === 'time' ? { type: after.type, at: Date.now() + after.seconds * 1000 } : after;
        stage.tell({ type: 'sleepChanged', timer });
      },
      getHeard: async () => ({ heard: 93_780, bySpeed: 14_940, bySilence: 3_240, bySkips: 660 }),
      getHistory: async (most: number) =>
        [...stage.world.episodes.values()]
          .filter(({ listened }) => listened !== null)
          .sort((a, b) => (b.listened ?? 0) - (a.listened ?? 0))
          .slice(0, most)
          .map(({ id }) => id),
    };
  }

  #sounding() {
    const told = () => this.#stage.tell({ type: 'soundChanged' });
    return {
      getSoundSettings: async () => this.settings,
      setSoundSettings: async (settings: SoundSettings) => {
        this.settings = settings;
        told();
      },
      getPodcastSound: async (id: number) => this.#sounds.get(id) ?? asAll,
      setPodcastSound: async (id: number, sound: PodcastSound) => {
        this.#sounds.set(id, sound);
        told();
      },
      getSound: async (podcastId: number) => this.#soundOf(podcastId),
      setSpeed: async (podcastId: number | null, speed: number) => {
        const own = podcastId === null ? undefined : this.#sounds.get(podcastId);
        if (podcastId !== null && own?.speed != null) this.#sounds.set(podcastId, { ...own, speed });
        else this.settings = { ...this.settings, speed };
        told();
      },
    };
  }

  #marking() {
    const told = (episodeId: number) => this.#stage.tell({ type: 'bookmarksChanged', episodeId });
    return {
      getBookmarks: async (episodeId: number) => this.#bookmarks.filter((mark) => mark.episodeId === episodeId),
      addBookmark: async (episodeId: number, position: number, note: string) => {
        const mark = {
          id: Math.max(0, ...this.#bookmarks.map(({ id }) => id)) + 1,
          episodeId,
          position,
          note,
          made: Date.now(),
        };
        this.#bookmarks = [...this.#bookmarks, mark].sort((a, b) => a.position - b.position);
        told(episodeId);
        return mark;
      },
      setBookmarkNote: async ({ id, episodeId }: Bookmark, note: string) => {
        this.#bookmarks = this.#bookmarks.map((mark) => (mark.id === id ? { ...mark, note } : mark));
        told(episodeId);
      },
      removeBookmark: async ({ id, episodeId }: Bookmark) => {
        this.#bookmarks = this.#bookmarks.filter((mark) => mark.id !== id);
        told(episodeId);
      },
    };
  }

  #listing() {
    const stage = this.#stage;
    return {
      getUpNext: async () => {
        await stage.wait(true);
        const { locked, ids } = this.#list;
        const rows = ids.map((id) => stage.episode(id));
        const rest = rows.map(({ podcastId, duration, position }) => ({ podcastId, left: (duration ?? 0) - position }));
        return {
          lists: this.#lists.map(({ id, name, ids }) => ({ id, name, episodes: ids.length })),
          chosen: this.#list.id,
          locked,
          ids: [...ids],
          left: rest.reduce((sum, { left }) => sum + left, 0),
          leftAtSpeed: rest.reduce((sum, { podcastId, left }) => sum + left / this.#soundOf(podcastId).speed, 0),
        };
      },
      playNext: async (ids: number[]) =>
        this.#change((list) => {
          const rest = list.filter((id) => !ids.includes(id));
          const place = rest[0] !== undefined && rest[0] === this.#playing ? 1 : 0;
          return rest.toSpliced(place, 0, ...ids);
        }),
      playLast: async (ids: number[]) => this.#change((list) => [...list, ...ids.filter((id) => !list.includes(id))]),
      removeFromUpNext: async (ids: number[]) => this.#change((list) => list.filter((id) => !ids.includes(id))),
      moveUpNext: async (ids: number[], anchor: number | null) => {
        this.#refuseIfLocked();
        this.#change((list) => {
          const rest = list.filter((id) => !ids.includes(id));
          const place = anchor === null ? rest.length : rest.indexOf(anchor);
          return rest.toSpliced(place, 0, ...ids);
        });
      },
      shuffleUpNext: async () => {
        this.#refuseIfLocked();
        this.#change((list) => list.toReversed());
      },
      setUpNext: async (ids: number[]) => this.#change(() => ids),
      lockUpNext: async (locked: boolean) => {
        this.#list.locked = locked;
        stage.tell({ type: 'upNextChanged' });
      },
      addUpNextList: async (name: string) => {
        const id = Math.max(...this.#lists.map((list) => list.id)) + 1;
        this.#lists.push({ id, name, locked: false, ids: [] });
        this.#chosen = id;
        stage.tell({ type: 'upNextChanged' });
        return id;
      },
      renameUpNextList: async (id: number, name: string) => {
        this.#lists = this.#lists.map((list) => (list.id === id ? { ...list, name } : list));
        stage.tell({ type: 'upNextChanged' });
      },
      removeUpNextList: async (id: number) => {
        this.#lists = this.#lists.filter((list) => list.id !== id);
        stage.tell({ type: 'upNextChanged' });
      },
      chooseUpNextList: async (id: number) => {
        this.#chosen = id;
        stage.tell({ type: 'upNextChanged' });
      },
    };
  }

  #soundOf(podcastId: number): Sound {
    const own = this.#sounds.get(podcastId) ?? asAll;
    return {
      speed: own.speed ?? this.settings.speed,
      intro: own.intro,
      outro: own.outro,
      trimSilence: own.trimSilence ?? this.settings.trimSilence,
      level: own.level ?? this.settings.level,
      ownSpeed: own.speed !== null,
    };
  }

  #change(change: (ids: number[]) => number[]): void {
    this.#list.ids = change(this.#list.ids);
    this.#stage.tell({ type: 'upNextChanged' });
  }

  #refuseIfLocked(): void {
    if (this.#list.locked) throw new Failed({ code: 'locked', message: 'the list is locked', detail: null });
  }

  #ask(id: number): void {
    this.#stage.tell({ type: 'playerCommanded', command: { type: 'playEpisode', id } });
  }
}
