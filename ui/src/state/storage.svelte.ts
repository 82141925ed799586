/** What downloads take, the rules that the listener made for them, and cleaning up with a way back. */
import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type {
  CleanUpDraft,
  Failure,
  FileCheck,
  Leaving,
  MediaSettings,
  PodcastRules,
  Storage as Space,
} from '../backend/wire';
import { m } from '../paraglide/messages';
import { settled, type Status } from './loading';
import type { Toasts } from './toasts.svelte';

export class Storage {
  status = $state<Status>('loading');
  failure = $state.raw<Failure | null>(null);
  space = $state.raw<Space | null>(null);
  /** Counts up whenever downloads or rules have changed, for whoever shows a preview. */
  version = $state(0);

  #backend: Backend;
  #toasts: Toasts;
  #changedSoon = settled(() => void this.#read(), 100);

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  async load(): Promise<void> {
    try {
      this.space = await this.#backend.getStorage();
      this.status = 'ready';
      this.failure = null;
    } catch (thrown) {
      if (this.status === 'ready') return;
      this.failure = failureIn(thrown);
      this.status = 'failed';
    }
  }

  /** The rules of a podcast, or why they could not be read. */
  async rulesOf(podcastId: number): Promise<{ rules: PodcastRules } | { failure: Failure }> {
    try {
      return { rules: await this.#backend.getPodcastRules(podcastId) };
    } catch (thrown) {
      return { failure: failureIn(thrown) };
    }
  }

  /** Which edition of episodes is downloaded and whether files are changed; null where that cannot be known now. */
  mediaSettings(): Promise<MediaSettings | null> {
    return this.#backend.getMediaSettings().catch(() => null);
  }

  setMediaSettings(settings: MediaSettings): Promise<boolean> {
    return this.#toasts.answer(this.#backend.setMediaSettings(settings));
  }

  /** Looks for files that somebody has touched; thoroughly: every byte is read. Null where it failed, and it was said. */
  async checkFiles(thoroughly: boolean): Promise<FileCheck | null> {
    let found: FileCheck | null = null;
    await this.#toasts.answer(this.#backend.checkFiles(thoroughly).then((check) => void (found = check)));
    return found;
  }

  downloadAgain(ids: readonly number[]): Promise<boolean> {
    return this.#toasts.answer(this.#backend.downloadAgain([...ids]));
  }

  /** The downloads that would go, and why. */
  preview(draft: CleanUpDraft): Promise<Leaving[]> {
    return this.#backend.previewCleanUp(draft);
  }

  /** Saves the rules of a podcast, and lets go at once what they say, as the listener has seen before. */
  async setRules(podcastId: number, rules: PodcastRules, leaving: readonly Leaving[]): Promise<boolean> {
    if (!(await this.#toasts.answer(this.#backend.setPodcastRules(podcastId, rules)))) return false;
    return this.#saved(leaving);
  }

  /** The same for the bytes that all downloads together may take. */
  async setBudget(budget: number | null, leaving: readonly Leaving[]): Promise<boolean> {
    if (!(await this.#toasts.answer(this.#backend.setStorageBudget(budget)))) return false;
    return this.#saved(leaving);
  }

  async emptyTrash(): Promise<void> {
    await this.#toasts.answer(this.#backend.emptyTrash());
    await this.#read();
  }

  async undo(ids: number[]): Promise<void> {
    const work = this.#backend.undoCleanUp(ids);
    if (!(await this.#toasts.answer(work))) return;
    const back = (await work).length;
    const text = back > 0 ? m.clean_up_undone({ count: back }) : m.clean_up_too_late();
    this.#toasts.show({ kind: back > 0 ? 'done' : 'info', text });
    await this.#read();
  }

  /** The rules have let these go by themselves. */
  cleanedUp(ids: number[]): void {
    this.#offerUndo(m.cleaned_up_by_rule({ count: ids.length }), ids);
    this.changed();
  }

  /** Downloads have come or gone. */
  changed(): void {
    this.#changedSoon();
  }

  async #saved(leaving: readonly Leaving[]): Promise<boolean> {
    const ids = leaving.map(({ episodeId }) => episodeId);
    const work = ids.length > 0 ? this.#backend.cleanUp(ids) : Promise.resolve([]);
    const done = await this.#toasts.answer(work);
    if (done) {
      const gone = await work;
      if (gone.length > 0) this.#offerUndo(m.cleaned_up({ count: gone.length }), gone);
      else this.#toasts.show({ kind: 'done', text: m.saved() });
    }
    await this.#read();
    return done;
  }

  #offerUndo(text: string, ids: number[]): void {
    this.#toasts.show({ kind: 'done', text, action: { label: m.answer_undo(), run: () => void this.undo(ids) } });
  }

  /** Only what somebody has looked at is read again. */
  async #read(): Promise<void> {
    if (this.status === 'ready') await this.load();
    this.version += 1;
  }
}
