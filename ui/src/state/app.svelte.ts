/** The whole state of the window, in one object that views find by context. */
import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type { Event, Failure, Heard, Start } from '../backend/wire';
import { pathOf, placeOf, remembered } from '../lib/places';
import { Announcer } from './announcer.svelte';
import { Backups } from './backups.svelte';
import { Chapters } from './chapters.svelte';
import { Bookmarks } from './bookmarks.svelte';
import { Clock } from './clock.svelte';
import { Directory } from './directory.svelte';
import { Downloads } from './downloads.svelte';
import { Episodes } from './episodes.svelte';
import { FullPlayer } from './fullPlayer.svelte';
import { Keyboard } from './keyboard.svelte';
import { Language } from './language.svelte';
import { Lists } from './lists.svelte';
import { Mini } from './mini.svelte';
import { Player } from './player.svelte';
import { Podcasts } from './podcasts.svelte';
import { defaults, Preferences } from './preferences.svelte';
import { Road } from './road.svelte';
import { Route } from './route.svelte';
import { Search } from './search.svelte';
import { Sleep } from './sleep.svelte';
import { Sounds, usual } from './sounds.svelte';
import { Storage } from './storage.svelte';
import { Theme } from './theme.svelte';
import { Toasts } from './toasts.svelte';
import { Transcript } from './transcript.svelte';
import { UpNext } from './upNext.svelte';

/** So many episodes of the history are shown. */
const longestHistory = 1000;

export class App {
  /** Rust has answered: `facts` and the preferences are real. */
  ready = $state(false);
  /** The start failed; nothing else can be shown. */
  failure = $state.raw<Failure | null>(null);
  facts = $state.raw<Start>({
    version: '',
    preferences: defaults,
    dataFolder: '',
    downloadsFolder: '',
    sound: usual,
    sleep: null,
    closesToTray: false,
    resume: null,
    playing: false,
    soundOf: '',
  });

  readonly clock = new Clock();
  readonly announcer = new Announcer();
  readonly toasts = new Toasts(this.announcer);
  readonly route = new Route();
  readonly preferences: Preferences;
  readonly language: Language;
  readonly theme: Theme;
  readonly podcasts: Podcasts;
  readonly episodes: Episodes;
  readonly downloads: Downloads;
  readonly storage: Storage;
  readonly road: Road;
  readonly backups: Backups;
  readonly lists: Lists;
  readonly sounds: Sounds;
  readonly sleep: Sleep;
  readonly upNext: UpNext;
  readonly bookmarks: Bookmarks;
  readonly mini: Mini;
  readonly player: Player;
  readonly chapters: Chapters;
  readonly transcript: Transcript;
  readonly fullPlayer = new FullPlayer();
  readonly directory: Directory;
  readonly search: Search;
  readonly keyboard: Keyboard;

  #backend: Backend;
  #listening = false;
  #stopEffects: () => void;

  constructor(backend: Backend, audio: HTMLAudioElement) {
    this.#backend = backend;
    this.preferences = new Preferences(backend);
    this.language = new Language(this.preferences, navigator.languages);
    this.theme = new Theme(this.preferences);
    this.podcasts = new Podcasts(backend, this.toasts);
    this.episodes = new Episodes(backend, this.toasts);
    this.downloads = new Downloads(backend, this.episodes, this.toasts, this.announcer);
    this.storage = new Storage(backend, this.toasts);
    this.road = new Road(backend, this.toasts);
    this.backups = new Backups(backend, this.toasts);
    this.lists = new Lists(backend, this.podcasts, this.toasts, this.language);
    this.sounds = new Sounds(backend, this.toasts);
    this.sleep = new Sleep(backend, this.toasts);
    this.upNext = new UpNext(backend, this.episodes, this.toasts);
    this.bookmarks = new Bookmarks(backend, this.toasts);
    this.mini = new Mini(backend, this.toasts);
    const { episodes, preferences, sounds, announcer, toasts } = this;
    this.player = new Player(audio, { backend, episodes, preferences, sounds, announcer, toasts });
    this.chapters = new Chapters(backend, this.player, this.toasts);
    this.transcript = new Transcript(backend, this.player);
    this.directory = new Directory(backend);
    this.search = new Search(backend, this.episodes);
    this.keyboard = new Keyboard(this);
    addEventListener('pagehide', this.#leave);
    this.#stopEffects = $effect.root(() => {
      $effect(() => {
        if (this.ready) this.theme.wear(document.documentElement);
      });
      $effect(() => {
        document.documentElement.lang = this.language.current;
      });
      $effect(() => this.player.tune());
      $effect(() => this.chapters.follow());
      $effect(() => {
        const lastView = pathOf(remembered(this.route.place));
        if (this.ready && lastView !== this.preferences.current.lastView) this.preferences.set({ lastView });
      });
    });
  }

  /** Asks Rust for all that the first page needs. Called once; `retryStart` after a failure. */
  async start(): Promise<void> {
    try {
      this.facts = await this.#backend.start();
      // What happens between a list and the first event must not be missed: listen first, then read.
      if (!this.#listening) await this.#backend.listen((event) => this.#happened(event));
      this.#listening = true;
    } catch (thrown) {
      this.failure = failureIn(thrown);
      return;
    }
    this.failure = null;
    const { preferences, resume, playing, sound, sleep } = this.facts;
    this.preferences.take(preferences);
    if (location.hash === '' && preferences.lastView) this.route.replace(placeOf(preferences.lastView));
    this.sounds.take(sound);
    this.sleep.take(sleep);
    if (resume) this.player.offer(resume);
    this.ready = true;
    // It was playing when the page was loaded anew.
    if (resume && playing) void this.player.play(resume.id);
    await Promise.all([this.podcasts.load(), this.downloads.load(), this.upNext.load(), this.road.load()]);
  }

  /** Friday starts again as a whole: what was not opened once is not opened by asking again. */
  retryStart(): Promise<boolean> {
    return this.toasts.answer(this.#backend.restart());
  }

  /** A link in show notes, a podcast's website: in the system's browser. */
  openLink(url: string): Promise<boolean> {
    return this.toasts.answer(this.#backend.openLink(url));
  }

  /** What was listened to, the last first. */
  history(): Promise<{ ids: number[]; heard: Heard } | { failure: Failure }> {
    const asked = [this.#backend.getHistory(longestHistory), this.#backend.getHeard()] as const;
    return Promise.all(asked).then(
      ([ids, heard]) => ({ ids, heard }),
      (thrown: unknown) => ({ failure: failureIn(thrown) }),
    );
  }

  close(): void {
    this.#leave();
    removeEventListener('pagehide', this.#leave);
    this.#stopEffects();
    this.keyboard.close();
    this.route.close();
    this.downloads.close();
  }

  #leave = (): void => {
    this.player.close();
    this.preferences.send();
  };

  /** An address came from another program: it is shown as if it had been typed, and the listener decides. */
  #propose(address: string): void {
    void this.#leaveSmall();
    this.fullPlayer.close();
    this.lists.close();
    this.podcasts.forgetProblem();
    this.route.go({ view: 'discover', query: address });
  }

  /** What is opened is not seen in the mini player. */
  async #leaveSmall(): Promise<void> {
    if (this.mini.on) await this.mini.toggle();
  }

  #happened(event: Event): void {
    switch (event.type) {
      case 'podcastsChanged':
        return this.podcasts.changed(event.ids);
      case 'episodesChanged':
        this.chapters.changed(event.ids);
        return this.episodes.changed(event.ids);
      case 'episodesAdded':
        return this.episodes.added(event.podcastId);
      case 'downloadsChanged':
        this.storage.changed();
        return this.downloads.changed(event.ids);
      case 'cleanedUp':
        return this.storage.cleanedUp(event.ids);
      case 'progress':
        return this.downloads.progressed(event.downloads);
      case 'refreshProgress':
        return this.podcasts.refreshMoved(event.done, event.total);
      case 'libraryDamaged':
        this.failure = { code: 'database_damaged', message: event.type, detail: null };
        return;
      case 'roadChanged':
        void this.road.load();
        return;
      case 'libraryChanged':
        void this.podcasts.load();
        void this.downloads.load();
        void this.upNext.load();
        this.sounds.changed();
        return this.episodes.allChanged();
      case 'playerCommanded':
        return this.player.obey(event.command);
      case 'upNextChanged':
        return this.upNext.changed();
      case 'soundChanged':
        this.upNext.changed();
        return this.sounds.changed();
      case 'sleepChanged':
        return this.sleep.take(event.timer);
      case 'bookmarksChanged':
        return this.bookmarks.changed(event.episodeId);
      case 'searchIndexChanged':
        return this.search.indexChanged();
      case 'viewAsked':
        return this.route.go(placeOf(event.address));
      case 'addressOpened':
        return this.#propose(event.address);
      case 'listOpened':
        void this.#leaveSmall().then(() => this.lists.openGiven());
        return;
    }
  }
}
