import { expect, test } from 'vitest';

import type { Episode, LeavingReason } from '../../backend/wire';
import { leavingWords } from './leavingWords';

const budget: LeavingReason = { type: 'budget', budget: 2_000_000_000 };
const heard = (listening: Episode['listening'], position = 0) => ({ listening, position });

test.each<[LeavingReason, ReturnType<typeof heard>, string]>([
  [{ type: 'played', days: 0 }, heard('played'), 'Played'],
  [{ type: 'played', days: 1 }, heard('played'), 'Played 1 day ago or longer'],
  [{ type: 'newer', kept: 3 }, heard('new'), 'Only the newest 3 are kept'],
  [{ type: 'newer', kept: 0 }, heard('new'), 'None of this podcast is kept'],
  [budget, heard('played'), 'Played; all downloads may take 2.0 GB'],
  [budget, heard('unplayed'), 'Among the oldest; all downloads may take 2.0 GB'],
  [budget, heard('unplayed', 30), 'Begun, but nothing else is left; all downloads may take 2.0 GB'],
  [{ type: 'podcastBudget', budget: 2e9 }, heard('played'), 'Played; this podcast may take 2.0 GB'],
])('%o of %o is told as “%s”', (reason, episode, words) => {
  expect(leavingWords(reason, episode, 'en')).toBe(words);
});
