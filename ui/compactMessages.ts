/**
 * The words of a language as one object. Paraglide writes an export for each, of which a script that is fetched by itself
 * has to carry two names: the one it is asked for by, and the one it has inside.
 */
import type { Plugin } from 'vite';

export function compactMessages(): Plugin {
  return {
    name: 'compact-messages',
    transform: {
      filter: { id: /\/paraglide\/messages\/[\w-]+\.js$/ },
      handler(code, id) {
        if (id.endsWith('/_index.js')) return null;
        const words = code.replace(/^export const (\w+) =/gm, 'words.$1 =');
        return { code: `export const words = {};\n${words}`, map: null };
      },
    },
  };
}
