/** The rules of a podcast as fields that can be filled in, and back. */
import type { Arrivals, EpisodeType, PodcastRules, Quality } from '../backend/wire';
import { amountIn, amountOut, wordsIn, wordsOut } from './amounts';

const GIGABYTE = 1e9;
const MINUTE = 60;

export interface RulesForm {
  /** A number, or `off`. */
  newest: string;
  contains: string;
  excludes: string;
  /** Minutes; empty for none. */
  shortest: string;
  longest: string;
  types: EpisodeType[];
  /** A number, or `all`. */
  keep: string;
  /** Days, or `never`. */
  played: string;
  /** Gigabytes; empty for none. */
  budget: string;
  arrivals: Arrivals;
  /** `usual`: as for every podcast. */
  quality: Quality | 'usual';
}

export function formOf({ autoDownload: auto, keep, arrivals, quality }: PodcastRules): RulesForm {
  const out = (amount: number | null | undefined, unit: number) => amountOut(amount == null ? null : amount / unit);
  return {
    newest: auto ? String(auto.newest) : 'off',
    contains: wordsOut(auto?.contains ?? []),
    excludes: wordsOut(auto?.excludes ?? []),
    shortest: out(auto?.shortest, MINUTE),
    longest: out(auto?.longest, MINUTE),
    types: [...(auto?.types ?? [])],
    keep: keep.newest === null ? 'all' : String(keep.newest),
    played: keep.daysAfterPlayed === null ? 'never' : String(keep.daysAfterPlayed),
    budget: out(keep.budget, GIGABYTE),
    quality: quality ?? 'usual',
    arrivals,
  };
}

/** Null where a field holds what is no number. */
export function rulesIn(form: RulesForm): PodcastRules | null {
  const [shortest, longest, budget] = [form.shortest, form.longest, form.budget].map(amountIn);
  if (shortest === undefined || longest === undefined || budget === undefined) return null;
  const whole = (amount: number | null, unit: number) => (amount === null ? null : Math.round(amount * unit));
  return {
    autoDownload:
      form.newest === 'off'
        ? null
        : {
            newest: Number(form.newest),
            contains: wordsIn(form.contains),
            excludes: wordsIn(form.excludes),
            shortest: whole(shortest, MINUTE),
            longest: whole(longest, MINUTE),
            types: [...form.types],
          },
    keep: {
      newest: form.keep === 'all' ? null : Number(form.keep),
      daysAfterPlayed: form.played === 'never' ? null : Number(form.played),
      budget: whole(budget, GIGABYTE),
    },
    quality: form.quality === 'usual' ? null : form.quality,
    arrivals: form.arrivals,
  };
}
