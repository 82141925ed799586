/** The downloads that wait: as many as there are, of which only those on screen are known by id. */
import type { Backend } from '../backend';
import { mostRows } from '../backend/backend';

/** So many are known before anyone scrolls. */
const first = 50;

/** Beyond what is on screen, in each direction, so that a short way needs no question. */
const ahead = 40;

export class WaitingList {
  /** In the order of the queue, paused ones last. */
  rows = $state.raw<readonly (number | undefined)[]>([]);

  #backend: Backend;
  #from = 0;
  #to = first;
  #question = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Reads what is on screen again; `count`, which comes by itself, is how many there are. */
  async load(count: () => Promise<number>): Promise<void> {
    const question = ++this.#question;
    const [from, to] = [this.#from, this.#to];
    const [all, ids] = await Promise.all([count(), this.#backend.listWaitingDownloads(from, to - from)]);
    if (question !== this.#question) return;
    const rows = new Array<number | undefined>(all).fill(undefined);
    ids.slice(0, Math.max(0, all - from)).forEach((id, at) => (rows[from + at] = id));
    this.rows = rows;
  }

  /** These are on screen now, the last excluded. */
  show(from: number, to: number): void {
    if (!this.rows.slice(from, to).includes(undefined)) return;
    this.#from = Math.max(0, from - ahead);
    this.#to = Math.min(to + ahead, this.#from + mostRows);
    const count = this.rows.length;
    // What cannot be read now is asked for again by the next look at it.
    this.load(() => Promise.resolve(count)).catch(() => {});
  }

  /** To a place, 1 being the next, before Rust has said so. */
  move(id: number, place: number): void {
    const rows = [...this.rows];
    rows.splice(rows.indexOf(id), 1);
    rows.splice(place - 1, 0, id);
    this.rows = rows;
  }

  /** The ids that are known. */
  get known(): number[] {
    return this.rows.filter((id) => id !== undefined);
  }
}
