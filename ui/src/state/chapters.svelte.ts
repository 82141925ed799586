/** The chapters of the episode that is in the player, and where in them it is. */
import type { Backend } from '../backend';
import type { Chapter } from '../backend/wire';
import { chapterAt, nextStart, previousStart } from '../lib/chapters';
import { m } from '../paraglide/messages';
import type { Player } from './player.svelte';
import type { Toasts } from './toasts.svelte';

export class Chapters {
  #all = $state.raw<readonly Chapter[]>([]);
  /** Of which episode; a late answer about another one is thrown away. */
  #episodeId = $state<number | null>(null);
  #loaded = $state(false);
  #index = $derived.by(() => chapterAt(this.#all, this.#player.position));

  #backend: Backend;
  #player: Player;
  #toasts: Toasts;

  constructor(backend: Backend, player: Player, toasts: Toasts) {
    this.#backend = backend;
    this.#player = player;
    this.#toasts = toasts;
  }

  /** Called in an effect: asks for the chapters of what is in the player whenever that changes. */
  follow(): void {
    const id = this.#player.episode?.id ?? null;
    if (id !== this.#episodeId) this.#load(id);
  }

  /** They may have come with the file, or with a refresh. */
  changed(ids: readonly number[]): void {
    if (this.#episodeId !== null && ids.includes(this.#episodeId)) this.#load(this.#episodeId);
  }

  /** It is known whether there are any. */
  get loaded(): boolean {
    return this.#loaded;
  }

  /** Those that stand in the list, in the order of time. */
  get listed(): readonly Chapter[] {
    return this.#all.filter(({ hidden }) => !hidden);
  }

  /** The listed one that is heard now. */
  get current(): Chapter | null {
    return this.listed.findLast(({ start }) => start <= this.#player.position) ?? null;
  }

  /** What to look at now; null where the cover will do. */
  get image(): string | null {
    return this.#all[this.#index]?.image ?? null;
  }

  /** Its title; one without a name is counted. */
  titleOf(chapter: Chapter): string {
    return chapter.title || m.chapter_unnamed({ number: this.listed.indexOf(chapter) + 1 });
  }

  /** The title of the one at a position in seconds; null outside of all. */
  titleAt(position: number): string | null {
    const chapter = this.listed[chapterAt(this.listed, position)];
    return chapter ? this.titleOf(chapter) : null;
  }

  next(): void {
    const start = nextStart(this.#heard, this.#player.position);
    if (start !== null) this.#player.seek(start);
  }

  previous(): void {
    const start = previousStart(this.#heard, this.#player.position);
    if (start !== null) this.#player.seek(start);
  }

  /** All of this title in the podcast, from now on; shown at once. One without a title cannot be known again. */
  async setSkipped({ title }: Chapter, skipped: boolean): Promise<void> {
    const id = this.#episodeId;
    if (id === null) return;
    const key = keyOf(title);
    this.#all = this.#all.map((chapter) => (keyOf(chapter.title) === key ? { ...chapter, skipped } : chapter));
    if (!(await this.#toasts.answer(this.#backend.setChapterSkipped(id, title, skipped)))) this.changed([id]);
  }

  get #heard(): readonly Chapter[] {
    return this.listed.filter(({ skipped }) => !skipped);
  }

  #load(id: number | null): void {
    if (id !== this.#episodeId) {
      this.#all = [];
      this.#loaded = false;
    }
    this.#episodeId = id;
    if (id === null) return;
    this.#backend.getChapters(id).then(
      (chapters) => {
        if (id !== this.#episodeId) return;
        this.#all = chapters;
        this.#loaded = true;
      },
      // An episode plays as well without chapters.
      () => id === this.#episodeId && (this.#loaded = true),
    );
  }
}

/** Titles are compared as Rust compares them. */
function keyOf(title: string): string {
  return title.trim().toLowerCase();
}
