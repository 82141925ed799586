/** Where WebKit's audio element is not to be believed. */

/**
 * It may wait for ever for bytes that it has: when the last of them came while it filled its store. So many looks in a
 * row at the same moment, with sound in store for a second, are that.
 */
const looks = 4;
/** How often it is looked, in milliseconds. */
export const lookEvery = 1000;

/**
 * At another speed than one it may end at once where it was told to go, though the end is far. An end that comes within
 * so many milliseconds, further away than so many seconds, is doubted.
 */
const noEndWithin = 1500;
const noEndBefore = 2;

/** Looks at what plays from time to time. */
export class Stillness {
  #at = -1;
  #looks = 0;

  /** Whether it has stood still for too long at a moment; `could` is whether it has all that it needs to go on. */
  look(at: number, could: boolean): boolean {
    this.#looks = could && at === this.#at ? this.#looks + 1 : 0;
    this.#at = at;
    if (this.#looks < looks) return false;
    this.#looks = 0;
    return true;
  }
}

/** Judges ends. */
export class Ends {
  #doubted = -1;

  /**
   * Whether an end is one, so many milliseconds after a jump to a moment that has so many seconds behind it. Where it
   * comes there again, it is.
   */
  isOne(at: number, since: number, left: number): boolean {
    if (since >= noEndWithin || left <= noEndBefore || at === this.#doubted) return true;
    this.#doubted = at;
    return false;
  }
}
