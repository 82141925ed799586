/** What Rust hears of the player: that it sounds, where it is, and that it fell silent. So no position is lost. */
import type { Backend } from '../../backend';
import type { PlayerReport, ReportReason } from '../../backend/wire';

/** While it sounds, Rust hears of the position this often, in milliseconds. */
const every = 2000;

/** What can be said of the episode at any moment. */
export type Heard = Omit<PlayerReport, 'playing' | 'reason'>;

export class Reports {
  #backend: Backend;
  #heard: () => Heard | null;
  #sounding = false;
  #told = 0;

  constructor(backend: Backend, heard: () => Heard | null) {
    this.#backend = backend;
    this.#heard = heard;
  }

  /** Told once, until it falls silent. */
  sounds(): void {
    if (this.#sounding) return;
    this.#sounding = true;
    this.tell('play');
  }

  moved(): void {
    if (this.#sounding && Date.now() - this.#told >= every) this.tell('tick');
  }

  /** Told once for each time that something sounded. */
  paused(): void {
    if (this.#sounding) this.#fellSilent('pause');
  }

  ended(): void {
    this.#fellSilent('ended');
  }

  failed(): void {
    this.#fellSilent('failed');
  }

  /** It was not allowed to sound: nothing that Rust would have to know. */
  refused(): void {
    this.#sounding = false;
  }

  /** The page goes, while it still sounds. */
  left(): void {
    if (this.#sounding) this.tell('leave');
    this.#sounding = false;
  }

  tell(reason: ReportReason): void {
    const heard = this.#heard();
    if (!heard) return;
    this.#told = Date.now();
    // The next report says it again; a listener can do nothing about one that was lost.
    this.#backend.reportPlayer({ ...heard, playing: this.#sounding, reason }).catch(() => {});
  }

  #fellSilent(reason: ReportReason): void {
    this.#sounding = false;
    this.tell(reason);
  }
}
