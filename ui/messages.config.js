/**
 * How the texts in `messages/` become typed functions in `src/paraglide/`. Vite does it while it builds and serves;
 * run by itself (`npm run messages`) this file does it once, for the type check.
 */
import { fileURLToPath } from 'node:url';

import { compile } from '@inlang/paraglide-js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** @type {import('@inlang/paraglide-js').CompilerOptions} */
export const messages = {
  project: here('./project.inlang'),
  outdir: here('./src/paraglide'),
  outputStructure: 'locale-modules',
  // The language is a preference that lives in `src/state/language.svelte.ts`, which hands it to paraglide.
  strategy: ['globalVariable', 'baseLocale'],
  isServer: 'false',
  disableAsyncLocalStorage: true,
  emitReadme: false,
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await compile(messages);
