import type { Episode, LeavingReason } from '../../backend/wire';
import { formatBytes } from '../../lib/bytes';
import { m } from '../../paraglide/messages';

type Heard = Pick<Episode, 'listening' | 'position'>;

/** Why a download goes, in a sentence; where a limit is passed, also why it is this one and not another. */
export function leavingWords(reason: LeavingReason, heard: Heard | undefined, locale: string): string {
  switch (reason.type) {
    case 'played':
      return reason.days === 0 ? m.leaving_played_now() : m.leaving_played({ count: reason.days });
    case 'newer':
      return reason.kept === 0 ? m.leaving_newer_none() : m.leaving_newer({ count: reason.kept });
    case 'podcastBudget':
      return m.leaving_podcast_budget({ why: whyThis(heard), size: formatBytes(reason.budget, locale) });
    case 'budget':
      return m.leaving_budget({ why: whyThis(heard), size: formatBytes(reason.budget, locale) });
  }
}

/** A limit lets played ones go first, then the oldest, and those that were begun last. */
function whyThis(heard: Heard | undefined): string {
  if (heard?.listening === 'played') return m.why_played();
  return heard && heard.position > 0 ? m.why_begun() : m.why_oldest();
}
