/** Builds the page into `dist/`, which the shell embeds. `--mode browser` builds it with an invented world instead. */
import { fileURLToPath } from 'node:url';

import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

import { budget } from './budget.ts';
import { compactMessages } from './compactMessages.ts';
import { messages } from './messages.config.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
  plugins: [paraglideVitePlugin(messages), svelte(), compactMessages(), mode !== 'browser' && budget(86_000)],
  // The shell's development address; a taken port must fail instead of moving on.
  server: { port: 5173, strictPort: true },
  build: {
    outDir: mode === 'browser' ? 'dist-browser' : 'dist',
    // WebKitGTK 2.44 and the web views of the other systems of the same age.
    target: ['safari17.5', 'chrome123'],
    // Slower than the built-in one, and 3 kB smaller.
    minify: 'terser',
    terserOptions: { ecma: 2020, module: true, compress: { passes: 2 } },
    // A data: address for a script would not pass the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        codeSplitting: {
          groups: [
            // All that the window needs at once, and nothing else: it is what the listener waits for.
            { name: 'window', tags: ['$initial'], priority: 1 },
            // What several of the other views share: one script more is quicker than a dozen small ones.
            { name: 'views', minShareCount: 3 },
          ],
        },
      },
    },
  },
  resolve: {
    // Paraglide's index brings every language at once; see `src/messages.ts`.
    alias: [
      // Paraglide's index brings every language at once; see `src/messages.ts`.
      { find: /^.*\/paraglide\/messages$/, replacement: here('src/messages.ts') },
      { find: /^\.\.\/registry\.js$/, replacement: here('src/lib/plural.ts') },
    ],
    // Components are mounted in tests as in the page, not rendered as on a server.
    ...(process.env.VITEST ? { conditions: ['browser'] } : {}),
  },
  // Generous, because a busy machine is not a failure.
  test: {
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/testing/languages.ts'],
    unstubGlobals: true,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
}));
