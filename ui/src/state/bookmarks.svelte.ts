/** Places in an episode that the listener wants to find again: those of one episode, which is shown. */
import type { Backend } from '../backend';
import type { Bookmark } from '../backend/wire';
import { formatClock } from '../lib/times';
import { m } from '../paraglide/messages';
import type { Toasts } from './toasts.svelte';

export class Bookmarks {
  /** By position. */
  all = $state.raw<readonly Bookmark[]>([]);

  #shown: number | null = null;
  #backend: Backend;
  #toasts: Toasts;

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  /** Those of this episode from now on; what cannot be read shows none. */
  show(episodeId: number): void {
    this.#shown = episodeId;
    this.all = [];
    this.changed(episodeId);
  }

  changed(episodeId: number): void {
    if (episodeId !== this.#shown) return;
    this.#backend.getBookmarks(episodeId).then(
      (all) => {
        if (episodeId === this.#shown) this.all = all;
      },
      () => {},
    );
  }

  async add(episodeId: number, position: number): Promise<void> {
    let added: Bookmark | undefined;
    const work = this.#backend.addBookmark(episodeId, position, '').then((bookmark) => (added = bookmark));
    if (!(await this.#toasts.answer(work)) || !added) return;
    const bookmark = added;
    this.#toasts.show({
      kind: 'done',
      text: m.bookmark_added({ position: formatClock(position) }),
      action: { label: m.answer_undo(), run: () => void this.remove(bookmark) },
    });
  }

  async setNote(bookmark: Bookmark, note: string): Promise<void> {
    await this.#toasts.answer(this.#backend.setBookmarkNote(bookmark, note));
  }

  async remove(bookmark: Bookmark): Promise<void> {
    await this.#toasts.answer(this.#backend.removeBookmark(bookmark));
  }
}
