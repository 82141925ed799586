/** The downloads: which run, wait, failed and are done; how far those that run are; and what can be done with them. */
import { SvelteMap } from 'svelte/reactivity';

import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type { Downloads as Groups, Failure, Progress } from '../backend/wire';
import { followProgress, type LiveProgress } from '../lib/progress';
import { reasonWords } from '../lib/reasons';
import { totalsOf, type DownloadTotals } from '../lib/totals';
import { m } from '../paraglide/messages';
import type { Announcer } from './announcer.svelte';
import type { Episodes } from './episodes.svelte';
import { settled, type Status } from './loading';
import type { Toasts } from './toasts.svelte';

/** Samples of the speed, one a second. */
const samples = 60;

/** Of each group, the rows that are loaded before anyone scrolls. */
const firstRows = 50;

export class Downloads {
  status = $state<Status>('loading');
  failure = $state.raw<Failure | null>(null);
  /** Bytes a second over the last minute, oldest first. */
  speeds = $state.raw<number[]>([]);

  #groups = $state.raw<Groups>({
    running: [],
    waiting: [],
    failed: [],
    done: [],
    paused: false,
    runnerElsewhere: false,
    freeSpace: null,
    usedSpace: 0,
  });
  #progress = new SvelteMap<number, LiveProgress>();
  #totals = $derived.by(() => totalsOf(this.#groups, (id) => this.#episodes.get(id), this.#progress));
  #question = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #backend: Backend;
  #episodes: Episodes;
  #toasts: Toasts;
  #announcer: Announcer;
  #loadSoon = settled(() => void this.load(), 50);

  constructor(backend: Backend, episodes: Episodes, toasts: Toasts, announcer: Announcer) {
    this.#backend = backend;
    this.#episodes = episodes;
    this.#toasts = toasts;
    this.#announcer = announcer;
    episodes.keep(() => this.#firstIds());
  }

  get running(): number[] {
    return this.#groups.running;
  }

  /** Queued and paused, in the order of the queue. */
  get waiting(): number[] {
    return this.#groups.waiting;
  }

  get failed(): number[] {
    return this.#groups.failed;
  }

  /** Newest first. */
  get done(): number[] {
    return this.#groups.done;
  }

  /** All downloads are paused. */
  get paused(): boolean {
    return this.#groups.paused;
  }

  /** Another process runs the downloads of this library. */
  get runnerElsewhere(): boolean {
    return this.#groups.runnerElsewhere;
  }

  get freeSpace(): number | null {
    return this.#groups.freeSpace;
  }

  get usedSpace(): number {
    return this.#groups.usedSpace;
  }

  get totals(): DownloadTotals {
    return this.#totals;
  }

  progressOf(id: number): LiveProgress | undefined {
    return this.#progress.get(id);
  }

  async load(): Promise<void> {
    const question = ++this.#question;
    try {
      const groups = await this.#backend.listDownloads();
      if (question !== this.#question) return;
      const before = this.status === 'ready' ? this.#groups : null;
      this.#groups = groups;
      this.status = 'ready';
      this.failure = null;
      this.#episodes.want(this.#firstIds());
      this.#forgetStopped();
      this.#watch();
      if (before) this.#tell(before, groups);
    } catch (thrown) {
      if (question !== this.#question || this.status === 'ready') return;
      this.failure = failureIn(thrown);
      this.status = 'failed';
    }
  }

  download(ids: number[]): Promise<boolean> {
    return this.#do(this.#backend.downloadEpisodes(ids));
  }

  downloadLatest(podcastId: number, count: number): Promise<boolean> {
    return this.#do(this.#backend.downloadLatest(podcastId, count));
  }

  pause(id: number): Promise<boolean> {
    return this.#do(this.#backend.pauseDownload(id));
  }

  resume(id: number): Promise<boolean> {
    return this.#do(this.#backend.resumeDownload(id));
  }

  /** The download and its partial file go. */
  cancel(id: number): Promise<boolean> {
    return this.#do(this.#backend.cancelDownload(id));
  }

  retry(id: number): Promise<boolean> {
    return this.#do(this.#backend.retryDownload(id));
  }

  retryAll(): Promise<boolean> {
    return this.#do(this.#backend.retryAllDownloads());
  }

  /** Deletes the finished file. */
  async remove(id: number): Promise<boolean> {
    const title = this.#episodes.get(id)?.title;
    const done = await this.#do(this.#backend.removeDownload(id));
    if (done && title) this.#toasts.show({ kind: 'done', text: m.answer_download_removed({ title }) });
    return done;
  }

  /** Opens the folder of the finished file. */
  reveal(id: number): Promise<boolean> {
    return this.#toasts.answer(this.#backend.revealDownload(id));
  }

  pauseAll(): Promise<boolean> {
    return this.#do(this.#backend.pauseAllDownloads());
  }

  resumeAll(): Promise<boolean> {
    return this.#do(this.#backend.resumeAllDownloads());
  }

  /** The state of these has changed. */
  changed(ids: number[]): void {
    this.#episodes.changed(ids);
    this.#loadSoon();
  }

  /** One snapshot of all that run; what it does not name does not run any more. */
  progressed(snapshots: Progress[]): void {
    const now = Date.now();
    for (const snapshot of snapshots) {
      const { episodeId } = snapshot;
      this.#progress.set(episodeId, followProgress(this.#progress.get(episodeId), snapshot, now));
    }
    const running = new Set(snapshots.map(({ episodeId }) => episodeId));
    for (const id of [...this.#progress.keys()]) if (!running.has(id)) this.#progress.delete(id);
    this.#watch();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Groups and rows are read at once, without waiting for the event that will say the same. */
  async #do(work: Promise<void>): Promise<boolean> {
    const done = await this.#toasts.answer(work);
    this.#loadSoon();
    return done;
  }

  #firstIds(): number[] {
    const { running, waiting, failed, done } = this.#groups;
    return [running, waiting, failed, done].flatMap((group) => group.slice(0, firstRows));
  }

  #forgetStopped(): void {
    const { waiting, failed, done } = this.#groups;
    for (const id of [...waiting, ...failed, ...done]) this.#progress.delete(id);
  }

  /** While something runs: a sample of the speed each second, and a look for what is stalled. */
  #watch(): void {
    const runs = this.#progress.size > 0;
    if (runs === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = runs ? setInterval(() => this.#sample(), 1000) : undefined;
    if (!runs) this.speeds = [];
  }

  #sample(): void {
    const now = Date.now();
    for (const [id, live] of this.#progress) {
      const looked = followProgress(live, live, now);
      if (looked.stalled !== live.stalled) this.#progress.set(id, looked);
    }
    this.speeds = [...this.speeds, this.#totals.speed ?? 0].slice(-samples);
  }

  /** What has ended since the last look, in as few words as will do. */
  #tell(before: Groups, after: Groups): void {
    const known = new Set([...before.done, ...before.failed]);
    const done = after.done.filter((id) => !known.has(id));
    const failed = after.failed.filter((id) => !known.has(id));
    const [first] = done;
    const title = first === undefined ? undefined : this.#episodes.get(first)?.title;
    if (done.length === 1 && title) this.#announcer.say(m.answer_downloaded({ title }));
    else if (done.length > 0) this.#announcer.say(m.answer_downloaded_many({ count: done.length }));
    for (const id of failed.slice(0, 1)) void this.#tellFailed(id);
  }

  async #tellFailed(id: number): Promise<void> {
    await this.#episodes.renew([id]);
    const episode = this.#episodes.get(id);
    const error = episode?.download?.error;
    if (!episode || !error) return;
    const { sentence } = reasonWords(error);
    this.#announcer.say(m.answer_download_failed({ title: episode.title, sentence }));
  }
}
