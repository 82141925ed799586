/** The page's scripts may weigh so much, gzipped; a build that weighs more fails. A page that starts slowly is a bug. */
import { gzipSync } from 'node:zlib';

import type { Plugin } from 'vite';

export function budget(bytes: number): Plugin {
  return {
    name: 'budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const scripts = Object.values(bundle).filter((output) => output.type === 'chunk');
      const weight = scripts.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
      const words = `${(weight / 1000).toFixed(1)} kB of scripts, gzipped; ${bytes / 1000} kB are allowed`;
      if (weight > bytes) this.error(words);
      this.info(words);
    },
  };
}
