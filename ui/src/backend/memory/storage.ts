/** What can be asked of the invented disk, and of the rules that clear it. */
import type { Backend } from '../backend';
import type { Stage } from './stage';

type Verbs =
  | 'getPodcastRules'
  | 'setPodcastRules'
  | 'getStorage'
  | 'setStorageBudget'
  | 'previewCleanUp'
  | 'cleanUp'
  | 'undoCleanUp'
  | 'emptyTrash';

export function storageOf(stage: Stage): Pick<Backend, Verbs> {
  const { keeping } = stage;
  return {
    async getPodcastRules(id) {
      await stage.wait(true);
      return keeping.rulesOf(id);
    },
    setPodcastRules: async (id, rules) => keeping.setRules(id, rules),

    async getStorage() {
      await stage.wait(true);
      return keeping.space(stage.transfers.groups().freeSpace);
    },
    async setStorageBudget(budget) {
      keeping.budget = budget;
    },

    async previewCleanUp(draft) {
      await stage.wait(true);
      return keeping.leaving(draft);
    },
    cleanUp: async (ids) => keeping.cleanUp(ids),
    undoCleanUp: async (ids) => keeping.undo(ids),
    emptyTrash: async () => keeping.emptyTrash(),
  };
}
