import type { LeavingReason } from '../../backend/wire';
import { formatBytes } from '../../lib/bytes';
import { m } from '../../paraglide/messages';

/** Why a download goes, in a sentence. */
export function leavingWords(reason: LeavingReason, locale: string): string {
  switch (reason.type) {
    case 'played':
      return reason.days === 0 ? m.leaving_played_now() : m.leaving_played({ count: reason.days });
    case 'newer':
      return reason.kept === 0 ? m.leaving_newer_none() : m.leaving_newer({ count: reason.kept });
    case 'podcastBudget':
      return m.leaving_podcast_budget({ size: formatBytes(reason.budget, locale) });
    case 'budget':
      return m.leaving_budget({ size: formatBytes(reason.budget, locale) });
  }
}
