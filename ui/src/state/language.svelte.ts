/** The language of the window: the listener's choice, else the system's. Every text follows a change at once. */
import type { Language as Tongue } from '../backend/wire';
import { overwriteGetLocale } from '../paraglide/runtime';
import type { Preferences } from './preferences.svelte';

export class Language {
  #preferences: Preferences;
  #system: readonly string[];

  constructor(preferences: Preferences, system: readonly string[]) {
    this.#preferences = preferences;
    this.#system = system;
    // Messages read the language through this; so a view that shows one is drawn again when it changes.
    overwriteGetLocale(() => this.current);
  }

  get current(): Tongue {
    return this.#preferences.current.language ?? this.ofSystem;
  }

  /** What following the system means just now. */
  get ofSystem(): Tongue {
    const known = this.#system.find((tag) => /^(en|zh)\b/i.test(tag));
    return known?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
  }

  /** The locale for numbers and dates: with the system's region (`en-GB`) where it fits the language. */
  get locale(): string {
    const base = this.current.slice(0, 2);
    if (this.current === 'zh-CN') return 'zh-CN';
    return this.#system.find((tag) => tag.toLowerCase().startsWith(`${base}-`)) ?? this.current;
  }
}
