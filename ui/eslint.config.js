/** What the compiler and Prettier do not see: who may import whom, and the mistakes that lint rules find. */
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import typescript from 'typescript-eslint';

import svelteConfig from './svelte.config.js';

const tauri = { group: ['@tauri-apps/*'], message: 'Only src/backend/ knows Tauri.' };
const backend = {
  regex: '/backend(?!/wire$)',
  message: 'Views ask the state, and the state asks the backend.',
};
const state = { group: ['**/state/*', '**/views/*', '**/backend/*'], message: 'Components know nothing of podcasts.' };

const mayNotImport = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default typescript.config(
  { ignores: ['dist', 'dist-browser', 'src/paraglide', 'src/backend/wire.ts', 'public'] },
  ...typescript.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: typescript.parser, svelteConfig } },
  },
  {
    rules: {
      // The compiler does it, and knows `_`.
      '@typescript-eslint/no-unused-vars': 'off',
      // In tables of tests, what was just looked up is there.
      '@typescript-eslint/no-non-null-assertion': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Much of what the state keeps in maps and sets is bookkeeping that no view may wait for.
      'svelte/prefer-svelte-reactivity': 'off',
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'SvelteAttribute[key.name="style"]',
          message: 'The content security policy drops style attributes; `style:name={…}` is set by script and stays.',
        },
      ],
      // Addresses here are hashes of our own; there is no SvelteKit whose `resolve` could be used.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  { files: ['src/**'], ignores: ['src/backend/**'], rules: mayNotImport(tauri) },
  { files: ['src/views/**', 'src/App.svelte'], rules: mayNotImport(tauri, backend) },
  { files: ['src/components/**'], rules: mayNotImport(tauri, state) },
);
