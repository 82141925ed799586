/** The language of the window: the listener's choice, else the system's. Every text follows a change at once. */
import type { Language as Tongue } from '../backend/wire';
import { knows, learn, speak } from '../messages';
import { defaults, type Preferences } from './preferences.svelte';

/** The choice is also kept here, so that the first words are right before Rust has been asked. */
const languageKey = 'friday.language';

export class Language {
  #preferences: Preferences;
  #system: readonly string[];
  #kept: Tongue | null = kept();
  /** The last whose words have come. */
  #learned = $state.raw<Tongue>('en');

  constructor(preferences: Preferences, system: readonly string[]) {
    this.#preferences = preferences;
    this.#system = system;
    // Messages read the language through this; so a view that shows one is drawn again when it changes.
    speak(() => this.current);
  }

  /** The one that is wished for, as soon as its words are here. */
  get current(): Tongue {
    return knows(this.#wished) ? this.#wished : this.#learned;
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

  /** Fetches the words of the language that is wished for; nothing can be said before. */
  async learn(): Promise<void> {
    const wished = this.#wished;
    await learn(wished);
    this.#learned = wished;
  }

  /** Remembers the choice for the first words of the next start. */
  keep(): void {
    const { language } = this.#preferences.current;
    try {
      if (language) localStorage.setItem(languageKey, language);
      else localStorage.removeItem(languageKey);
    } catch {
      // Without storage the next start begins in the system's language.
    }
  }

  get #wished(): Tongue {
    const answered = this.#preferences.current !== defaults;
    return (answered ? this.#preferences.current.language : this.#kept) ?? this.ofSystem;
  }
}

function kept(): Tongue | null {
  try {
    const language = localStorage.getItem(languageKey);
    return language === 'en' || language === 'zh-CN' ? language : null;
  } catch {
    return null;
  }
}
