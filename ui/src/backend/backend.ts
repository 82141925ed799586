/** What the page can ask of Rust, and what Rust tells it. One function a command; `Failed` is how any of them fails. */
import type {
  Attempt,
  Backup,
  Bookmark,
  Chapter,
  Chart,
  CleanUpDraft,
  Downloads,
  DownloadSettings,
  Episode,
  EpisodeDetails,
  EpisodeFilter,
  Event,
  ExportedList,
  Extras,
  Failure,
  Found,
  Heard,
  FileCheck,
  FeedHealth,
  Imported,
  ImportPlan,
  Leaving,
  MediaSettings,
  Playback,
  PlayerReport,
  Podcast,
  PodcastRules,
  PodcastSound,
  Preferences,
  QueueSettings,
  Road,
  RoadSettings,
  RefreshReport,
  SearchAnswer,
  SleepAfter,
  Sound,
  SoundSettings,
  Start,
  Storage,
  Transcript,
  UpNext,
} from './wire';

export interface Backend {
  /** What the page reads once, when it starts. */
  start(): Promise<Start>;
  setPreferences(preferences: Preferences): Promise<void>;
  /** From now on, `receive` is called with all that happens. Called once in the life of the page. */
  listen(receive: (event: Event) => void): Promise<void>;

  /** Favourites first, then by title. */
  listPodcasts(): Promise<Podcast[]>;
  getPodcast(id: number): Promise<Podcast>;
  /** The address of a feed, or of a page that announces one. Subscribed already: the same podcast. */
  subscribe(address: string): Promise<Podcast>;
  unsubscribe(id: number): Promise<void>;
  setFavorite(id: number, favorite: boolean): Promise<void>;
  /** One podcast, or all with null. */
  refresh(id: number | null): Promise<RefreshReport>;
  /** What was found so far stays. */
  cancelRefresh(): Promise<void>;
  /** Shown to the feed first, and kept if that lets it in. */
  logIn(id: number, user: string, password: string): Promise<Podcast>;
  logOut(id: number): Promise<Podcast>;
  getFeedHealth(id: number): Promise<FeedHealth>;
  /** Words in the library, the last one as a beginning. */
  find(text: string): Promise<Found>;
  /** `receive` is told all that is known whenever one of the directories has answered. */
  searchDirectories(text: string, receive: (answer: SearchAnswer) => void): Promise<void>;
  /** Of a country, by its two letters. */
  getChart(country: string): Promise<Chart>;
  /** Without a key the Podcast Index is not asked. */
  hasPodcastIndexKey(): Promise<boolean>;
  setPodcastIndexKey(key: string, secret: string): Promise<void>;
  forgetPodcastIndexKey(): Promise<void>;
  /** What the podcast namespace says of it. */
  getPodcastExtras(id: number): Promise<Extras>;

  /** What importing a list (OPML, as it lies in its file) would do. */
  planImport(list: Uint8Array): Promise<ImportPlan>;
  /** The list that was dropped, or that Friday was opened with. */
  readOpenedList(): Promise<Uint8Array>;
  /** Ends when the subscriptions are there; their episodes come in the background. */
  importList(list: Uint8Array): Promise<Imported>;
  /** Into the folder for downloads of the system. */
  exportList(): Promise<ExportedList>;

  /** The ordered ids of a list, from the first on or after one of them: `mostIds`, and fewer only at the end. */
  listEpisodeIds(filter: EpisodeFilter, after?: number | null): Promise<number[]>;
  /** At most `mostRows` a call, in the order asked; ids that are gone are left out. */
  getEpisodes(ids: number[]): Promise<Episode[]>;
  getEpisode(id: number): Promise<EpisodeDetails>;
  setPlayed(ids: number[], played: boolean): Promise<void>;
  setStarred(ids: number[], starred: boolean): Promise<void>;
  clearFromInbox(ids: number[]): Promise<void>;

  listDownloads(): Promise<Downloads>;
  /** Those that wait, in the order of the queue: at most `count`, after the first `from`. */
  listWaitingDownloads(from: number, count: number): Promise<number[]>;
  getRoad(): Promise<Road>;
  /** They hold at once, but for the queue in memory. Without a password the one that is kept stays. */
  setRoadSettings(settings: RoadSettings, password: string | null): Promise<void>;
  getQueueSettings(): Promise<QueueSettings>;
  /** They hold at once. */
  setQueueSettings(settings: QueueSettings): Promise<void>;
  getDownloadSettings(): Promise<DownloadSettings>;
  /** They hold at once. */
  setDownloadSettings(settings: DownloadSettings): Promise<void>;
  downloadEpisodes(ids: number[]): Promise<void>;
  downloadLatest(podcastId: number, count: number): Promise<void>;
  pauseDownload(id: number): Promise<void>;
  resumeDownload(id: number): Promise<void>;
  /** The download and its partial file go; the episode is as if never downloaded. */
  cancelDownload(id: number): Promise<void>;
  retryDownload(id: number): Promise<void>;
  retryAllDownloads(): Promise<void>;
  /** The runs so far of a download that is not finished, oldest first. */
  getAttempts(id: number): Promise<Attempt[]>;
  /** To a place among those that wait, 1 being the next. */
  moveDownload(id: number, place: number): Promise<void>;
  /** Whatever the limits are, and whatever is paused. */
  startDownloadNow(id: number): Promise<void>;
  /** All that failed for one cause: tried again, or gone with their partial files. */
  retryDownloadsWhere(code: string): Promise<void>;
  giveUpDownloadsWhere(code: string): Promise<void>;
  /** Deletes the finished file. */
  removeDownload(id: number): Promise<void>;
  pauseAllDownloads(): Promise<void>;
  resumeAllDownloads(): Promise<void>;
  /** Opens the folder of the finished file. */
  revealDownload(id: number): Promise<void>;
  /** http, https and mailto only, in the system's browser. */
  openLink(url: string): Promise<void>;

  /** Where the audio element finds the episode: it waits there for what `play` brings. */
  soundOf(id: number): string;
  /** Makes an episode playable, and says where to begin. */
  play(id: number): Promise<Playback>;
  /**
   * Where the episode begins at a moment, in seconds, that its download has not come to; null where the element comes
   * there by itself.
   */
  leap(id: number, moment: number): Promise<string | null>;
  reportPlayer(report: PlayerReport): Promise<void>;
  /** Rust asks the player for it by an event; the answer is whether there is one. */
  playNextEpisode(): Promise<boolean>;
  playPreviousEpisode(): Promise<boolean>;
  /** Null calls it off. */
  setSleep(after: SleepAfter | null): Promise<void>;
  getSoundSettings(): Promise<SoundSettings>;
  setSoundSettings(settings: SoundSettings): Promise<void>;
  getPodcastSound(id: number): Promise<PodcastSound>;
  setPodcastSound(id: number, sound: PodcastSound): Promise<void>;
  /** What holds for a podcast, all in all. */
  getSound(podcastId: number): Promise<Sound>;
  /** For the podcast where it has a speed of its own, else for all. */
  setSpeed(podcastId: number | null, speed: number): Promise<void>;
  /** What was listened to in the last thirty days, and the time that was saved. */
  getHeard(): Promise<Heard>;
  /** The ids of what was listened to, the last first. */
  getHistory(most: number): Promise<number[]>;
  /** Small and above all other windows, or as it was before. */
  setMini(mini: boolean): Promise<void>;
  /** The finished file, in the system's own player. */
  openDownload(id: number): Promise<void>;
  getBookmarks(episodeId: number): Promise<Bookmark[]>;
  addBookmark(episodeId: number, position: number, note: string): Promise<Bookmark>;
  setBookmarkNote(bookmark: Bookmark, note: string): Promise<void>;
  removeBookmark(bookmark: Bookmark): Promise<void>;

  getUpNext(): Promise<UpNext>;
  /** Behind what plays. */
  playNext(ids: number[]): Promise<void>;
  playLast(ids: number[]): Promise<void>;
  removeFromUpNext(ids: number[]): Promise<void>;
  /** Before another one; to the end with null. */
  moveUpNext(ids: number[], anchor: number | null): Promise<void>;
  shuffleUpNext(): Promise<void>;
  /** All of it, as when something is taken back. */
  setUpNext(ids: number[]): Promise<void>;
  lockUpNext(locked: boolean): Promise<void>;
  /** It is chosen at once. */
  addUpNextList(name: string): Promise<number>;
  renameUpNextList(id: number, name: string): Promise<void>;
  removeUpNextList(id: number): Promise<void>;
  chooseUpNextList(id: number): Promise<void>;

  /** In the order of time, hidden ones among them; a document that the feed names is fetched. */
  getChapters(id: number): Promise<Chapter[]>;
  /** Chapters of this title are not heard from now on, in no episode of the same podcast; or they are heard again. */
  setChapterSkipped(id: number, title: string, skipped: boolean): Promise<void>;
  /** Fetched the first time; null where there is none. */
  getTranscript(id: number): Promise<Transcript | null>;
  /** Which downloaded files are not what was downloaded; thoroughly: every byte is read. */
  checkFiles(thoroughly: boolean): Promise<FileCheck>;
  /** Finished ones too; what is left of their files goes first. */
  downloadAgain(ids: number[]): Promise<void>;
  getMediaSettings(): Promise<MediaSettings>;
  setMediaSettings(settings: MediaSettings): Promise<void>;

  getPodcastRules(id: number): Promise<PodcastRules>;
  setPodcastRules(id: number, rules: PodcastRules): Promise<void>;
  /** The copies of the library, newest first; also where it could not be opened. */
  getBackups(): Promise<Backup[]>;
  backUp(): Promise<Backup>;
  /** Puts the backup of this time in the place of the library, and starts Friday again. */
  restoreBackup(made: number): Promise<void>;
  /** Puts the library aside, and starts Friday again with an empty one. */
  beginAnew(): Promise<void>;
  /** Quits and starts Friday again. */
  restart(): Promise<void>;

  getStorage(): Promise<Storage>;
  /** Bytes for all downloads together; null lifts it. */
  setStorageBudget(budget: number | null): Promise<void>;
  /** The downloads that would go, and why; nothing is touched. */
  previewCleanUp(draft: CleanUpDraft): Promise<Leaving[]>;
  /** What plays or is starred stays; the answer is what went, and for a while it can be put back. */
  cleanUp(ids: number[]): Promise<number[]>;
  /** The answer is what is back. */
  undoCleanUp(ids: number[]): Promise<number[]>;
  /** What was cleaned up goes for good. */
  emptyTrash(): Promise<void>;
}

/** A command that failed. */
export class Failed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'Failed';
    this.failure = failure;
  }
}

/** The failure in whatever was thrown; what did not come from a command is a fault of ours. */
export function failureIn(thrown: unknown): Failure {
  if (thrown instanceof Failed) return thrown.failure;
  if (isFailure(thrown)) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'bug', message, detail: thrown instanceof Error ? (thrown.stack ?? null) : null };
}

function isFailure(thrown: unknown): thrown is Failure {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown;
}
