/** The invented copies of the invented library. */
import type { Backend } from '../backend';
import type { Backup } from '../wire';
import type { Stage } from './stage';

type Verbs = 'getBackups' | 'backUp' | 'restoreBackup' | 'beginAnew' | 'restart';

const day = 24 * 60 * 60 * 1000;

export function backupsOf(stage: Stage): Pick<Backend, Verbs> {
  const now = stage.options.now ?? Date.now();
  const made: Backup[] =
    stage.options.world === 'empty'
      ? []
      : [2, 5, 8, 11, 14].map((days) => ({ made: now - days * day, bytes: 9_400_000 - days * 40_000 }));
  return {
    async getBackups() {
      await stage.wait(true);
      return [...made];
    },
    async backUp() {
      await stage.wait(false, 10);
      const backup = { made: Date.now(), bytes: 9_410_000 };
      made.unshift(backup);
      return backup;
    },
    // A browser cannot start Friday again; what would come then is the page as it began.
    restoreBackup: () => stage.wait(),
    beginAnew: () => stage.wait(),
    restart: () => stage.wait(),
  };
}
