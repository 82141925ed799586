/** The theme that is shown: the listener's choice, or what the system asks for. `app.css` reads `data-theme`. */
import { MediaQuery } from 'svelte/reactivity';

import type { Theme as Choice } from '../backend/wire';
import type { Preferences } from './preferences.svelte';

/** The choice is also kept here, because `theme.js` needs it before Rust has been asked. */
const themeKey = 'friday.theme';

export class Theme {
  #preferences: Preferences;
  #dark = new MediaQuery('(prefers-color-scheme: dark)');
  #contrast = new MediaQuery('(prefers-contrast: more)');

  constructor(preferences: Preferences) {
    this.#preferences = preferences;
  }

  get choice(): Choice {
    return this.#preferences.current.theme;
  }

  get shown(): Exclude<Choice, 'system'> {
    if (this.choice !== 'system') return this.choice;
    if (this.#contrast.current) return 'contrast';
    return this.#dark.current ? 'dark' : 'light';
  }

  /** Puts the theme on the page and remembers the choice for the next first paint. */
  wear(root: HTMLElement): void {
    root.dataset.theme = this.shown;
    try {
      localStorage.setItem(themeKey, this.choice);
    } catch {
      // Without storage the next start paints the system's theme first.
    }
  }
}
