/**
 * An invented world behind the same interface as Rust, so that the whole window runs in a plain browser: for tests,
 * for pictures, and for working on a view. Builds for the shell leave it out.
 */
import type { Backend } from '../backend';
import type { Event, PlayerReport, Preferences } from '../wire';
import { backupsOf } from './backups';
import { downloadsOf } from './downloads';
import { episodesOf } from './episodes';
import { feedsOf } from './feeds';
import { Listening } from './listening';
import { listsOf } from './lists';
import { mediaOf } from './media';
import { podcastsOf } from './podcasts';
import { searchOf } from './search';
import { type MemoryOptions, optionsIn, Stage } from './stage';
import { storageOf } from './storage';

export type { MemoryOptions } from './stage';

/** The backend, and what tests ask of it beside. */
export interface Memory extends Backend {
  /** What the page has reported of the player, newest last. */
  readonly reports: PlayerReport[];
  /** The links that were opened outside. */
  readonly opened: string[];
  preferences: Preferences;
  /** Something that Rust would tell. */
  tell(event: Event): void;
  /** The downloads move on by a quarter of a second. */
  moveDownloads(): void;
  close(): void;
}

export function memoryFromAddress(search: string): Memory {
  return makeMemory(optionsIn(search));
}

export function makeMemory(options: MemoryOptions = {}): Memory {
  const stage = new Stage(options);
  const { transfers } = stage;
  const listening = new Listening(stage);
  const podcasts = podcastsOf(stage);
  const memory: Memory = {
    ...podcasts,
    ...listsOf(stage, podcasts.subscribe),
    ...searchOf(stage),
    ...episodesOf(stage),
    ...feedsOf(stage),
    ...downloadsOf(stage),
    ...storageOf(stage),
    ...backupsOf(stage),
    ...mediaOf(stage),
    ...listening.verbs(),

    reports: [],
    opened: [],
    preferences: {
      theme: 'system',
      language: null,
      volume: 0.8,
      muted: false,
      singleKeys: true,
      tellReady: true,
      lastView: null,
      country: null,
      ...options.preferences,
    },

    async start() {
      await stage.wait();
      return {
        version: '0.1.0',
        preferences: memory.preferences,
        dataFolder: '/home/robin/.local/share/app.friday.Friday',
        downloadsFolder: '/home/robin/Podcasts',
        sound: listening.settings,
        sleep: null,
        closesToTray: true,
        resume: [...stage.world.episodes.values()].find(({ position }) => position > 0) ?? null,
        playing: false,
        soundOf: '',
      };
    },

    async setPreferences(preferences) {
      memory.preferences = preferences;
    },

    async listen(receive) {
      stage.receive = receive;
      if (options.still) receive({ type: 'progress', downloads: transfers.snapshot() });
      else transfers.run();
    },

    async downloadLatest(podcastId, count) {
      const ids = await memory.listEpisodeIds({ podcastId, states: [], oldestFirst: false });
      transfers.push(ids.slice(0, count));
    },

    async revealDownload(id) {
      memory.opened.push(`folder of ${stage.episode(id).title}`);
    },

    setMini: async () => {},

    async openDownload(id) {
      memory.opened.push(`file of ${stage.episode(id).title}`);
    },

    async openLink(url) {
      memory.opened.push(url);
    },

    async reportPlayer(report) {
      memory.reports.push(report);
      listening.heard(report);
    },

    tell: (event) => stage.tell(event),
    moveDownloads: () => transfers.move(),
    close: () => transfers.stop(),
  };
  return memory;
}
