/** Where the listener is, as the address after the `#` says; with the back and forward of a browser. */
import { hrefOf, pathOf, type Place, placeOf } from '../lib/places';

interface Step {
  /** Which step of this window's history it is, from 0. */
  step: number;
}

export class Route {
  place = $state.raw<Place>({ view: 'home' });

  #step = $state(0);
  #last = $state(0);
  #kept = new Map<number, Map<string, unknown>>();

  constructor() {
    const before = stepIn(history.state);
    this.#step = before ?? 0;
    this.#last = this.#step;
    if (before === null) history.replaceState({ step: 0 } satisfies Step, '');
    this.place = placeOf(location.hash);
    addEventListener('popstate', this.#follow);
    addEventListener('hashchange', this.#follow);
  }

  close(): void {
    removeEventListener('popstate', this.#follow);
    removeEventListener('hashchange', this.#follow);
  }

  get canGoBack(): boolean {
    return this.#step > 0;
  }

  get canGoForward(): boolean {
    return this.#step < this.#last;
  }

  go(place: Place): void {
    if (pathOf(place) === pathOf(this.place)) return;
    this.#begin(this.#step + 1);
    history.pushState({ step: this.#step } satisfies Step, '', hrefOf(place));
    this.place = place;
  }

  /** As `go`, but back does not lead to where we were: a search text that is being typed is one step. */
  replace(place: Place): void {
    history.replaceState({ step: this.#step } satisfies Step, '', hrefOf(place));
    this.place = place;
  }

  back(): void {
    if (this.canGoBack) history.back();
  }

  forward(): void {
    if (this.canGoForward) history.forward();
  }

  /** What a view has kept at this step of the history, such as how far it was scrolled. */
  kept<T>(name: string, initial: T): T {
    return (this.#kept.get(this.#step)?.get(name) as T | undefined) ?? initial;
  }

  keep(name: string, value: unknown): void {
    const here = this.#kept.get(this.#step) ?? new Map<string, unknown>();
    this.#kept.set(this.#step, here.set(name, value));
  }

  /** The address has changed by back, forward, a link, or by hand; the last two have no step yet and begin one. */
  #follow = (): void => {
    const step = stepIn(history.state);
    if (step === null) {
      this.#begin(this.#step + 1);
      history.replaceState({ step: this.#step } satisfies Step, '');
    } else {
      this.#step = step;
      this.#last = Math.max(this.#last, step);
    }
    const place = placeOf(location.hash);
    if (pathOf(place) !== pathOf(this.place)) this.place = place;
  };

  #begin(step: number): void {
    this.#step = step;
    this.#last = step;
    for (const later of [...this.#kept.keys()].filter((kept) => kept >= step)) this.#kept.delete(later);
  }
}

function stepIn(state: unknown): number | null {
  return typeof state === 'object' && state !== null && 'step' in state && typeof state.step === 'number'
    ? state.step
    : null;
}
