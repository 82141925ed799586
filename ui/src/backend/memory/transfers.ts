/** Downloads that pretend: three at a time, with speed, stalls of breath, verification, and the odd failure. */
import { limitAt, minuteOf } from '../../lib/hours';
import type { Downloads, DownloadSettings, Episode, Event, Progress, QueueSettings, WaitsFor } from '../wire';
import { causesOf, progressOf, sum, type Transfer } from './figures';
import { fresh, reasonOf } from './world';

/** How often they move on, in milliseconds. */
const step = 250;

export class Transfers {
  paused = false;
  settings: QueueSettings = { atOnce: 3, perHost: 2, afterFailure: 'keep', keepDays: null };
  pace: DownloadSettings = { bandwidth: null, byHour: [], start: null };

  #episodes: Map<number, Episode>;
  #tell: (event: Event) => void;
  #running = new Map<number, Transfer>();
  #brokeOff = new Set<number>();
  /** Ids in the order of the queue. */
  #queue: number[];
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(episodes: Map<number, Episode>, tell: (event: Event) => void) {
    this.#episodes = episodes;
    this.#tell = tell;
    const inState = (state: string) =>
      [...episodes.values()].filter(({ download }) => download?.state === state).map(({ id }) => id);
    this.#queue = [...inState('queued'), ...inState('paused')];
    for (const id of inState('running')) this.#running.set(id, this.#begin(id));
  }

  run(): void {
    this.#timer ??= setInterval(() => this.move(), step);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  groups(): Downloads {
    const rows = [...this.#episodes.values()];
    const inState = (state: string) => rows.filter(({ download }) => download?.state === state);
    const done = inState('done').sort((a, b) => (b.download?.finished ?? 0) - (a.download?.finished ?? 0));
    const waiting = this.#queue.map((id) => this.#episodes.get(id));
    return {
      running: [...this.#running.keys()],
      waiting: this.#queue.length,
      waitingBytes: sum((episode) => episode?.download?.bytes, waiting),
      waitingTotal: sum((episode) => episode?.download?.total ?? episode?.size, waiting),
      failed: causesOf(inState('failed')),
      done: done.slice(0, 200).map(({ id }) => id),
      doneCount: done.length,
      paused: this.paused,
      atOnce: this.settings.atOnce,
      perHost: this.settings.perHost,
      bandwidth: limitAt(this.pace, minuteOf(Date.now())),
      runnerElsewhere: false,
      freeSpace: 48_300_000_000,
      usedSpace: sum((episode) => episode?.download?.bytes, done),
    };
  }

  waiting(from: number, count: number): number[] {
    return this.#queue.slice(from, from + count);
  }

  set(settings: QueueSettings): void {
    this.settings = settings;
    this.#changed([]);
  }

  setPace(pace: DownloadSettings): void {
    this.pace = pace;
    this.#changed([]);
  }

  push(ids: number[]): void {
    for (const id of ids) {
      const episode = this.#episodes.get(id);
      if (!episode?.playable || episode.download) continue;
      this.#set(id, fresh(episode.size));
      this.#queue.push(id);
    }
    this.#changed(ids);
  }

  pause(id: number): void {
    this.#leave(id);
    this.#queue.push(id);
    this.#patch(id, { state: 'paused' });
    this.#changed([id]);
  }

  /** Resume and retry are the same here: back to the end of the queue. */
  requeue(id: number): void {
    this.#leave(id);
    this.#queue.push(id);
    this.#patch(id, { state: 'queued', error: null, retryAt: null, attempt: 0 });
    this.#changed([id]);
  }

  requeueFailed(): void {
    for (const { code } of this.groups().failed) for (const id of this.failedFor(code)) this.requeue(id);
  }

  /** The download is gone, be it finished or not. */
  drop(id: number): void {
    this.#leave(id);
    this.#set(id, null);
    this.#changed([id]);
  }

  failedFor(code: string): number[] {
    const failed = [...this.#episodes.values()].filter(({ download }) => download?.state === 'failed');
    return failed.filter(({ download }) => download?.error?.code === code).map(({ id }) => id);
  }

  moveTo(id: number, place: number): void {
    if (!this.#queue.includes(id)) return;
    this.#leave(id);
    this.#queue.splice(place - 1, 0, id);
    this.#changed([id]);
  }

  startNow(id: number): void {
    this.#leave(id);
    this.#start(id);
  }

  /** An episode as it stands now, with why its download waits. */
  look(id: number): Episode | undefined {
    const episode = this.#episodes.get(id);
    if (episode?.download?.state !== 'queued') return episode;
    return { ...episode, download: { ...episode.download, waitsFor: this.#why(episode) } };
  }

  pauseAll(paused: boolean): void {
    this.paused = paused;
    const running = [...this.#running.keys()];
    if (paused) {
      for (const id of running) {
        this.#running.delete(id);
        this.#patch(id, { state: 'queued' });
      }
      this.#queue.unshift(...running);
      this.#tell({ type: 'progress', downloads: [] });
    }
    this.#changed(running);
  }

  /** One step of all that run. */
  move(): void {
    this.#fill();
    for (const [id, transfer] of this.#running) this.#advance(id, transfer);
    this.#tell({ type: 'progress', downloads: this.snapshot() });
  }

  snapshot(): Progress[] {
    return [...this.#running].map(([id, transfer]) => progressOf(id, transfer, this.#episodes.get(id)?.download));
  }

  #fill(): void {
    if (this.paused) return;
    const ready = (id: number) => {
      const download = this.#episodes.get(id)?.download;
      return download?.state === 'queued' && (download.retryAt === null || download.retryAt <= Date.now());
    };
    while (this.#running.size < this.settings.atOnce) {
      const next = this.#queue.find(ready);
      if (next === undefined) return;
      this.#queue = this.#queue.filter((id) => id !== next);
      this.#start(next);
    }
  }

  #start(id: number): void {
    this.#running.set(id, { ...this.#begin(id), age: 0 });
    const attempt = (this.#episodes.get(id)?.download?.attempt ?? 0) + 1;
    this.#patch(id, { state: 'running', retryAt: null, error: null, attempt });
    this.#changed([id]);
  }

  #why({ podcastId, download }: Episode): WaitsFor {
    if (this.paused) return 'pause';
    if (download?.retryAt && download.retryAt > Date.now())
      return download.error?.code === 'offline' ? 'network' : 'time';
    const ofHost = [...this.#running.keys()].filter((id) => this.#episodes.get(id)?.podcastId === podcastId);
    return ofHost.length >= this.settings.perHost ? 'host' : 'turn';
  }

  #advance(id: number, transfer: Transfer): void {
    const download = this.#episodes.get(id)?.download;
    if (!download) return;
    transfer.age += step;
    if (transfer.verifying !== null) {
      transfer.verifying -= step;
      if (transfer.verifying > 0) return;
      this.#running.delete(id);
      this.#patch(id, { state: 'done', finished: Date.now() });
      return this.#changed([id]);
    }
    if (transfer.age < 500) return;
    const size = download.total ?? this.#episodes.get(id)?.size ?? 0;
    const bytes = Math.min(size, download.bytes + Math.round((transfer.speed * step) / 1000));
    this.#patch(id, { bytes });
    // Of one episode in thirteen the connection breaks off the first time; a retry brings it home.
    if (id % 13 === 5 && !this.#brokeOff.has(id) && bytes > size / 4) return this.#fail(id);
    if (bytes === size) {
      this.#patch(id, { total: size });
      transfer.verifying = 1000;
    }
  }

  #fail(id: number): void {
    this.#brokeOff.add(id);
    this.#running.delete(id);
    this.#patch(id, { state: 'failed', error: reasonOf('truncated') });
    this.#changed([id]);
  }

  /** The speed goes with the episode, so that pictures are the same each time. */
  #begin(id: number): Transfer {
    return { speed: 1_200_000 + ((id * 7919) % 29) * 100_000, age: 5000, verifying: null };
  }

  #leave(id: number): void {
    this.#running.delete(id);
    this.#queue = this.#queue.filter((queued) => queued !== id);
  }

  #patch(id: number, change: Partial<NonNullable<Episode['download']>>): void {
    const download = this.#episodes.get(id)?.download;
    if (download) this.#set(id, { ...download, ...change });
  }

  #set(id: number, download: Episode['download']): void {
    const episode = this.#episodes.get(id);
    if (episode) this.#episodes.set(id, { ...episode, download });
  }

  #changed(ids: number[]): void {
    this.#tell({ type: 'downloadsChanged', ids });
  }
}
