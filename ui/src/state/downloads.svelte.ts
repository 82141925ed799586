/** The downloads: which run, wait, failed and are done; how far those that run are; and what can be done with them. */
import { SvelteMap } from 'svelte/reactivity';

import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type { Downloads as Groups, FailedDownloads, Failure, Progress } from '../backend/wire';
import { newIn } from '../lib/newIn';
import { noDownloads } from '../lib/noDownloads';
import { followProgress, type LiveProgress } from '../lib/progress';
import { reasonWords } from '../lib/reasons';
import { totalsOf, type DownloadTotals } from '../lib/totals';
import { m } from '../paraglide/messages';
import type { Announcer } from './announcer.svelte';
import type { Episodes } from './episodes.svelte';
import { DownloadVerbs } from './downloadVerbs';
import { settled, type Status } from './loading';
import type { Toasts } from './toasts.svelte';
import { WaitingList } from './waitingList.svelte';

/** Samples of the speed, one a second. */
const samples = 60;

/** Of each group, the rows that are loaded before anyone scrolls. */
const firstRows = 50;

/** Of those that wait, the rows that are read again whenever something has changed. */
const lookedAt = 50;

/** However much happens at once, the groups are read no more often than this, in milliseconds. */
const mostOften = 500;

export class Downloads extends DownloadVerbs {
  status = $state<Status>('loading');
  failure = $state.raw<Failure | null>(null);
  /** Bytes a second over the last minute, oldest first. */
  speeds = $state.raw<number[]>([]);

  #groups = $state.raw<Groups>(noDownloads);
  #waiting: WaitingList;
  #progress = new SvelteMap<number, LiveProgress>();
  #totals = $derived.by(() => totalsOf(this.#groups, (id) => this.#episodes.get(id), this.#progress));
  #question = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #episodes: Episodes;
  #announcer: Announcer;
  #loadSoon = settled(() => void this.load(), 50, mostOften);

  constructor(backend: Backend, episodes: Episodes, toasts: Toasts, announcer: Announcer) {
    super(backend, toasts);
    this.#waiting = new WaitingList(backend);
    this.#episodes = episodes;
    this.#announcer = announcer;
    episodes.keep(() => this.#firstIds());
  }

  get running(): number[] {
    return this.#groups.running;
  }

  /** Queued and paused, in the order of the queue; those that are not on screen are not known. */
  get waiting(): readonly (number | undefined)[] {
    return this.#waiting.rows;
  }

  /** Of these the episodes are wanted: they wait around what is on screen. */
  get waitingNear(): number[] {
    return this.#waiting.near;
  }

  /** By cause. */
  get failed(): FailedDownloads[] {
    return this.#groups.failed;
  }

  /** The newest, newest first. */
  get done(): number[] {
    return this.#groups.done;
  }

  get doneCount(): number {
    return this.#groups.doneCount;
  }

  /** All downloads are paused. */
  get paused(): boolean {
    return this.#groups.paused;
  }

  /** So many run at once, and so many of them from one host. */
  get atOnce(): number {
    return this.#groups.atOnce;
  }

  get perHost(): number {
    return this.#groups.perHost;
  }

  /** Bytes a second that all together may take at this hour. */
  get bandwidth(): number | null {
    return this.#groups.bandwidth;
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
      const asked = this.backend.listDownloads();
      await this.#waiting.load(async () => (await asked).waiting);
      const groups = await asked;
      if (question !== this.#question) return;
      const before = this.status === 'ready' ? this.#groups : null;
      this.#groups = groups;
      this.status = 'ready';
      this.failure = null;
      this.#episodes.want(this.#firstIds());
      // Why they wait may have changed with what runs.
      if (before) void this.#episodes.renew(this.#waiting.known.slice(0, lookedAt));
      this.#forgetStopped();
      this.#watch();
      if (before) this.#tell(before, groups);
      // A file is there a moment before its job has ended.
      if (groups.running.some((id) => groups.done.includes(id))) this.#loadSoon();
    } catch (thrown) {
      if (question !== this.#question || this.status === 'ready') return;
      this.failure = failureIn(thrown);
      this.status = 'failed';
    }
  }

  /** Deletes the finished file. */
  async remove(id: number): Promise<boolean> {
    const title = this.#episodes.get(id)?.title;
    const done = await this.does(this.backend.removeDownload(id));
    if (done && title) this.toasts.show({ kind: 'done', text: m.answer_download_removed({ title }) });
    return done;
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

  /** To a place among those that wait, 1 being the next; the list shows it there at once. */
  move(id: number, place: number): Promise<boolean> {
    this.#waiting.move(id, place);
    return this.does(this.backend.moveDownload(id, place));
  }

  /** Of those that wait these are on screen now, the last excluded. */
  showWaiting(from: number, to: number): void {
    this.#waiting.show(from, to);
  }

  protected override readSoon(): void {
    this.#loadSoon();
  }

  #firstIds(): number[] {
    const { running, failed, done } = this.#groups;
    const ofCauses = failed.map(({ ids }) => ids.slice(0, 1));
    return [running, this.#waiting.known, ...ofCauses, done].flatMap((group) => group.slice(0, firstRows));
  }

  #forgetStopped(): void {
    const { failed, done } = this.#groups;
    const stopped = [this.#waiting.known, ...failed.map(({ ids }) => ids), done].flat();
    for (const id of stopped) this.#progress.delete(id);
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
    const done = newIn(before.done, after.done);
    const failed = after.failed.flatMap(({ code, ids }) =>
      newIn(before.failed.find((cause) => cause.code === code)?.ids ?? [], ids),
    );
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
