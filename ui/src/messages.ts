/**
 * Every text of the window: `m.library_title()`. The bundler puts this module in the place of paraglide's own index,
 * which would bring all languages into the first script: here each is a script of its own, fetched when it is spoken.
 */
import type { Language } from './backend/wire';
// Every language counts with it: it comes with the window instead of after the words.
import './lib/plural';

type Words = Record<string, (inputs?: object) => string>;

const sources: Record<Language, () => Promise<unknown>> = {
  en: () => import('./paraglide/messages/en.js'),
  'zh-CN': () => import('./paraglide/messages/zh-CN.js'),
};

const known = new Map<Language, Words>();
const texts = new Map<string, (inputs?: object) => string>();
let spoken = (): Language => 'en';

/** Fetches the words of a language, unless they are here. */
export async function learn(language: Language): Promise<void> {
  if (!known.has(language)) known.set(language, ((await sources[language]()) as { words: Words }).words);
}

export function knows(language: Language): boolean {
  return known.has(language);
}

/** From now on the texts are in the language that this says, which must be known by then. */
export function speak(language: () => Language): void {
  spoken = language;
}

/** A text asks for the language each time it is said, so one that was taken at a module's start follows a change too. */
export const m = new Proxy(
  {},
  {
    get(_, key: string) {
      let text = texts.get(key);
      if (!text) {
        text = (inputs) => known.get(spoken())![key]!(inputs);
        texts.set(key, text);
      }
      return text;
    },
  },
);
