/** Places in an episode that the listener wants to find again: those of the episodes that are shown. */
import { SvelteMap } from 'svelte/reactivity';

import type { Backend } from '../backend';
import type { Bookmark } from '../backend/wire';
import { formatClock } from '../lib/times';
import { m } from '../paraglide/messages';
import type { Toasts } from './toasts.svelte';

const none: readonly Bookmark[] = [];

export class Bookmarks {
  /** Those of an episode, by position. */
  #read = new SvelteMap<number, readonly Bookmark[]>();
  /** How many views show those of an episode. */
  #shown = new Map<number, number>();
  #backend: Backend;
  #toasts: Toasts;

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  /** By position; none while they are not shown, or cannot be read. */
  of(episodeId: number): readonly Bookmark[] {
    return this.#read.get(episodeId) ?? none;
  }

  /** Called in an effect: those of an episode are read, and again when they change, until it is over. */
  show(episodeId: number): () => void {
    this.#shown.set(episodeId, (this.#shown.get(episodeId) ?? 0) + 1);
    this.changed(episodeId);
    return () => {
      const rest = (this.#shown.get(episodeId) ?? 1) - 1;
      this.#shown.set(episodeId, rest);
      if (rest > 0) return;
      this.#shown.delete(episodeId);
      this.#read.delete(episodeId);
    };
  }

  changed(episodeId: number): void {
    if (!this.#shown.has(episodeId)) return;
    this.#backend.getBookmarks(episodeId).then(
      (all) => this.#shown.has(episodeId) && this.#read.set(episodeId, all),
      () => {},
    );
  }

  async add(episodeId: number, position: number): Promise<void> {
    const added = await this.#keep(episodeId, position, '');
    if (!added) return;
    this.#toasts.show({
      kind: 'done',
      text: m.bookmark_added({ position: formatClock(position) }),
      action: {
        label: m.answer_undo(),
        run: () => void this.#toasts.answer(this.#backend.removeBookmark(added)),
      },
    });
  }

  async setNote(bookmark: Bookmark, note: string): Promise<void> {
    await this.#toasts.answer(this.#backend.setBookmarkNote(bookmark, note));
  }

  /** For a while it can be put back with its note. */
  async remove(bookmark: Bookmark): Promise<void> {
    if (!(await this.#toasts.answer(this.#backend.removeBookmark(bookmark)))) return;
    const { episodeId, position, note } = bookmark;
    this.#toasts.show({
      kind: 'done',
      text: m.bookmark_removed({ position: formatClock(position) }),
      action: { label: m.answer_undo(), run: () => void this.#keep(episodeId, position, note) },
    });
  }

  async #keep(episodeId: number, position: number, note: string): Promise<Bookmark | undefined> {
    let kept: Bookmark | undefined;
    await this.#toasts.answer(
      this.#backend.addBookmark(episodeId, position, note).then((bookmark) => (kept = bookmark)),
    );
    return kept;
  }
}
