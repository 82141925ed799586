/** What can be asked of downloads. Whatever was asked, the groups are read again without waiting for the event. */
import type { Backend } from '../backend';
import type { Attempt, DownloadSettings, QueueSettings } from '../backend/wire';
import { minuteOf, withLimitAt } from '../lib/hours';
import type { Toasts } from './toasts.svelte';

export abstract class DownloadVerbs {
  protected readonly backend: Backend;
  protected readonly toasts: Toasts;

  constructor(backend: Backend, toasts: Toasts) {
    this.backend = backend;
    this.toasts = toasts;
  }

  download(ids: number[]): Promise<boolean> {
    return this.does(this.backend.downloadEpisodes(ids));
  }

  downloadLatest(podcastId: number, count: number): Promise<boolean> {
    return this.does(this.backend.downloadLatest(podcastId, count));
  }

  pause(id: number): Promise<boolean> {
    return this.does(this.backend.pauseDownload(id));
  }

  resume(id: number): Promise<boolean> {
    return this.does(this.backend.resumeDownload(id));
  }

  /** The download and its partial file go. */
  cancel(id: number): Promise<boolean> {
    return this.does(this.backend.cancelDownload(id));
  }

  retry(id: number): Promise<boolean> {
    return this.does(this.backend.retryDownload(id));
  }

  retryAll(): Promise<boolean> {
    return this.does(this.backend.retryAllDownloads());
  }

  /** All that failed for this cause. */
  retryWhere(code: string): Promise<boolean> {
    return this.does(this.backend.retryDownloadsWhere(code));
  }

  /** All that failed for this cause go, with their partial files. */
  giveUpWhere(code: string): Promise<boolean> {
    return this.does(this.backend.giveUpDownloadsWhere(code));
  }

  /** Whatever the limits are, and whatever is paused. */
  startNow(id: number): Promise<boolean> {
    return this.does(this.backend.startDownloadNow(id));
  }

  pauseAll(): Promise<boolean> {
    return this.does(this.backend.pauseAllDownloads());
  }

  resumeAll(): Promise<boolean> {
    return this.does(this.backend.resumeAllDownloads());
  }

  /** Opens the folder of the finished file. */
  reveal(id: number): Promise<boolean> {
    return this.toasts.answer(this.backend.revealDownload(id));
  }

  /** The runs so far of a download that is not finished, oldest first. */
  attempts(id: number): Promise<Attempt[]> {
    return this.backend.getAttempts(id);
  }

  settings(): Promise<QueueSettings> {
    return this.backend.getQueueSettings();
  }

  /** They hold at once. */
  setSettings(settings: QueueSettings): Promise<boolean> {
    return this.does(this.backend.setQueueSettings(settings));
  }

  /** When and how fast is downloaded. */
  pace(): Promise<DownloadSettings> {
    return this.backend.getDownloadSettings();
  }

  /** It holds at once. */
  setPace(settings: DownloadSettings): Promise<boolean> {
    return this.does(this.backend.setDownloadSettings(settings));
  }

  /** So many at a time. */
  setAtOnce(atOnce: number): Promise<boolean> {
    return this.does(this.settings().then((now) => this.backend.setQueueSettings({ ...now, atOnce })));
  }

  /** Bytes a second for all together, at the hour that it is. */
  setLimit(limit: number | null): Promise<boolean> {
    const changed = this.pace().then((now) => withLimitAt(now, minuteOf(Date.now()), limit));
    return this.does(changed.then((pace) => this.backend.setDownloadSettings(pace)));
  }

  protected abstract readSoon(): void;

  protected async does(work: Promise<void>): Promise<boolean> {
    const done = await this.toasts.answer(work);
    this.readSoon();
    return done;
  }
}
