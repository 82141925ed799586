/**
 * Leaps: to what the download has not come to yet, for which Rust has an address that begins there; and back to what is
 * before the place of the last leap.
 */
import type { Backend } from '../../backend';
import type { Episode } from '../../backend/wire';
import type { Output } from './output';

export class Leaps {
  #backend: Backend;
  #output: Output;
  /** Where the file of the episode is, from its beginning. */
  #whole = '';
  /** Which move of the position it is: what is found out for an older one is of no interest. */
  #moves = 0;

  constructor(backend: Backend, output: Output) {
    this.#backend = backend;
    this.#output = output;
  }

  /** Another file is about to be opened, from its beginning. */
  begin(whole: string): void {
    this.#moves += 1;
    this.#whole = whole;
  }

  /** Where what is open does not hold the moment, in seconds: opens what does, and says where that begins. */
  to(moment: number, episode: Episode | null, open: (url: string, base: number) => void): void {
    const move = ++this.#moves;
    const { base, spans, isOpen } = this.#output;
    const held = spans.some(({ start, end }) => start <= moment && moment <= end);
    if (!isOpen || !episode || (moment >= base && (held || episode.download?.state === 'done'))) return;
    this.#backend.leap(episode.id, moment).then(
      (url) => {
        if (move !== this.#moves) return;
        if (url) open(url, moment);
        else if (moment < base) open(this.#whole, 0);
      },
      () => {},
    );
  }
}
