/** The downloads that wait: as many as there are, of which only those around the screen are known by id. */
import type { Backend } from '../backend';
import { mostRows } from '../backend/limits';

/** So many are known before anyone scrolls. */
const first = 50;

/** Beyond what is on screen, in each direction, so that one who scrolls on meets no blanks. */
const ahead = 80;

/** Asked for anew when fewer than these are known beyond the screen. */
const margin = 30;

export class WaitingList {
  /** In the order of the queue, paused ones last. */
  rows = $state.raw<readonly (number | undefined)[]>([]);

  #backend: Backend;
  #from = 0;
  #to = 0;
  /** The order may have changed since the answers of an earlier one. */
  #order = 0;
  #asking = false;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Reads what is on screen again; `count`, which comes by itself, is how many there are. */
  async load(count: () => Promise<number>): Promise<void> {
    const order = ++this.#order;
    const [from, to] = this.#to === 0 ? [0, first] : this.#reach(ahead);
    const [all, ids] = await Promise.all([count(), this.#backend.listWaitingDownloads(from, to - from)]);
    if (order !== this.#order) return;
    this.#put(new Array<number | undefined>(all).fill(undefined), from, ids);
  }

  /** These are on screen now, the last excluded. */
  show(from: number, to: number): void {
    [this.#from, this.#to] = [from, to];
    void this.#ask();
  }

  /** To a place, 1 being the next, before Rust has said so. */
  move(id: number, place: number): void {
    const rows = [...this.rows];
    rows.splice(rows.indexOf(id), 1);
    rows.splice(place - 1, 0, id);
    this.rows = rows;
  }

  /** Those that are known around what is on screen: their episodes will be wanted. */
  get near(): number[] {
    const [from, to] = this.#reach(ahead);
    return this.rows.slice(from, to).filter((id) => id !== undefined);
  }

  /** The ids that are known. */
  get known(): number[] {
    return this.rows.filter((id) => id !== undefined);
  }

  /** One question at a time, each for where the screen is by then: an answer is never thrown away for a later one. */
  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#lacks(...this.#reach(margin))) {
        const order = this.#order;
        const [from, to] = this.#reach(ahead);
        const ids = await this.#backend.listWaitingDownloads(from, to - from);
        if (order === this.#order) this.#put([...this.rows], from, ids);
        // Fewer than were thought: the list is about to be read again.
        if (from + ids.length < Math.min(to, this.rows.length)) break;
      }
    } catch {
      // What cannot be read now is asked for again by the next look at it.
    }
    this.#asking = false;
  }

  #lacks(from: number, to: number): boolean {
    return this.rows.slice(from, to).includes(undefined);
  }

  /** What is on screen and so many rows around it. */
  #reach(around: number): [from: number, to: number] {
    const from = Math.max(0, this.#from - around);
    return [from, Math.min(this.#to + around, from + mostRows)];
  }

  #put(rows: (number | undefined)[], from: number, ids: number[]): void {
    ids.slice(0, Math.max(0, rows.length - from)).forEach((id, at) => (rows[from + at] = id));
    this.rows = rows;
  }
}
