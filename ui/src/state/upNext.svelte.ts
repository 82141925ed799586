/** What plays next: the list, and what the listener does with it. Rust holds it, and decides what follows an episode. */
import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type { Failure, UpNextList } from '../backend/wire';
import { m } from '../paraglide/messages';
import type { Episodes } from './episodes.svelte';
import type { Status } from './loading';
import type { Toasts } from './toasts.svelte';

export class UpNext {
  lists = $state.raw<readonly UpNextList[]>([]);
  chosen = $state(0);
  locked = $state(false);
  ids = $state.raw<readonly number[]>([]);
  /** Seconds that are left to hear. */
  left = $state(0);
  /** The same at the speed of each. */
  leftAtSpeed = $state(0);
  status = $state<Status>('loading');
  failure = $state.raw<Failure | null>(null);

  #backend: Backend;
  #episodes: Episodes;
  #toasts: Toasts;
  #question = 0;

  constructor(backend: Backend, episodes: Episodes, toasts: Toasts) {
    this.#backend = backend;
    this.#episodes = episodes;
    this.#toasts = toasts;
  }

  has(id: number): boolean {
    return this.ids.includes(id);
  }

  async load(): Promise<void> {
    const question = ++this.#question;
    const answer = await this.#backend.getUpNext().then(
      (list) => ({ list }),
      (thrown: unknown) => ({ thrown }),
    );
    if (question !== this.#question) return;
    if ('thrown' in answer) {
      this.failure = failureIn(answer.thrown);
      this.status = 'failed';
      return;
    }
    const { lists, chosen, locked, ids, left, leftAtSpeed } = answer.list;
    Object.assign(this, { lists, chosen, locked, ids, left, leftAtSpeed });
    this.status = 'ready';
  }

  /** Positions, lengths or speeds have changed, or the list. */
  changed(): void {
    void this.load();
  }

  async playNext(ids: number[]): Promise<void> {
    if (await this.#toasts.answer(this.#backend.playNext(ids))) this.#say(m.will_play_next(), ids);
  }

  async playLast(ids: number[]): Promise<void> {
    if (await this.#toasts.answer(this.#backend.playLast(ids))) this.#say(m.will_play_last(), ids);
  }

  async remove(ids: number[]): Promise<void> {
    const before = this.ids;
    this.ids = before.filter((id) => !ids.includes(id));
    if (await this.#toasts.answer(this.#backend.removeFromUpNext(ids))) {
      this.#offerUndo(m.removed_from_up_next({ count: ids.length }), before);
    } else this.ids = before;
  }

  async clear(): Promise<void> {
    await this.remove([...this.ids]);
  }

  /** To a place, from 0. */
  async move(id: number, place: number): Promise<boolean> {
    const before = this.ids;
    const rest = before.filter((other) => other !== id);
    this.ids = rest.toSpliced(place, 0, id);
    const done = await this.#toasts.answer(this.#backend.moveUpNext([id], rest[place] ?? null));
    if (!done) this.ids = before;
    return done;
  }

  async shuffle(): Promise<void> {
    const before = this.ids;
    if (await this.#toasts.answer(this.#backend.shuffleUpNext())) this.#offerUndo(m.up_next_shuffled(), before);
  }

  async lock(locked: boolean): Promise<void> {
    await this.#toasts.answer(this.#backend.lockUpNext(locked));
  }

  async choose(id: number): Promise<void> {
    await this.#toasts.answer(this.#backend.chooseUpNextList(id));
  }

  async addList(name: string): Promise<void> {
    await this.#toasts.answer(this.#backend.addUpNextList(name));
  }

  async renameList(id: number, name: string): Promise<void> {
    await this.#toasts.answer(this.#backend.renameUpNextList(id, name));
  }

  async removeList(id: number): Promise<void> {
    await this.#toasts.answer(this.#backend.removeUpNextList(id));
  }

  /** The rows of the list that are on screen. */
  show(from: number, to: number): void {
    this.#episodes.want(this.ids.slice(from, to));
  }

  #say(text: string, ids: number[]): void {
    const action = { label: m.answer_undo(), run: () => void this.#toasts.answer(this.#backend.removeFromUpNext(ids)) };
    this.#toasts.show({ kind: 'done', text, action });
  }

  #offerUndo(text: string, before: readonly number[]): void {
    const run = () => void this.#toasts.answer(this.#backend.setUpNext([...before]));
    this.#toasts.show({ kind: 'done', text, action: { label: m.answer_undo(), run } });
  }
}
