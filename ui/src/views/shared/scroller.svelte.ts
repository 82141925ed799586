/** The box in which the page scrolls, for the lists in it that show only what is on screen. */
import { getContext, setContext } from 'svelte';

const key = Symbol('scroller');

export class Scroller {
  element = $state.raw<HTMLElement>();
}

export function provideScroller(): Scroller {
  return setContext(key, new Scroller());
}

export function useScroller(): Scroller {
  return getContext<Scroller>(key);
}
