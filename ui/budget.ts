/**
 * What is loaded before the first paint may weigh so much, gzipped: the first script, the words of one language, and all
 * that these import. A build that weighs more fails. A page that starts slowly is a bug.
 */
import { gzipSync } from 'node:zlib';

import type { Plugin, Rolldown } from 'vite';

export function budget(bytes: number): Plugin {
  return {
    name: 'budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const scripts = Object.values(bundle).filter((output) => output.type === 'chunk');
      const entries = scripts.filter(({ isEntry }) => isEntry);
      const languages = scripts.filter(({ facadeModuleId }) => facadeModuleId?.includes('/paraglide/messages/'));
      const loaded = Math.max(
        weight(withImports(scripts, entries)),
        ...languages.map((language) => weight(withImports(scripts, [...entries, language]))),
      );
      const words = `${inKilobytes(loaded)} of scripts before the first paint, gzipped; ${inKilobytes(bytes)} are allowed`;
      if (loaded > bytes) this.error(words);
      this.info(`${words}; with all views and languages ${inKilobytes(weight(scripts))}`);
    },
  };
}

function withImports(all: Rolldown.OutputChunk[], some: Rolldown.OutputChunk[]): Rolldown.OutputChunk[] {
  const names = new Set(some.flatMap(({ fileName, imports }) => [fileName, ...imports]));
  return names.size === some.length
    ? some
    : withImports(
        all,
        all.filter(({ fileName }) => names.has(fileName)),
      );
}

function weight(scripts: Rolldown.OutputChunk[]): number {
  return scripts.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
}

function inKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
