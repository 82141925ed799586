/** What a screen reader is told without the focus moving. Views put the two texts into two live regions. */

/** A polite text stands this long before the next replaces it, so that none is swallowed. */
const pace = 1000;

/** More than this many waiting would still be read out long after they were true. */
const most = 4;

export class Announcer {
  polite = $state('');
  assertive = $state('');

  #waiting: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** When the reader has finished: what plays, what was downloaded. */
  say(text: string): void {
    if (this.#waiting.at(-1) === text) return;
    this.#waiting = [...this.#waiting, text].slice(-most);
    if (this.#timer === undefined) this.#next();
  }

  /** At once: what needs the listener. */
  alert(text: string): void {
    this.assertive = fresh(this.assertive, text);
  }

  #next(): void {
    const text = this.#waiting.shift();
    if (text === undefined) {
      this.#timer = undefined;
      return;
    }
    this.polite = fresh(this.polite, text);
    this.#timer = setTimeout(() => this.#next(), pace);
  }
}

/** The same words twice are news only if the text changes: a no-break space at the end is not spoken. */
function fresh(shown: string, text: string): string {
  return shown === text ? `${text}\u00a0` : text;
}
