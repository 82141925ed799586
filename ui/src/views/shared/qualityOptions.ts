/** The editions of an episode that can be wished for, in words. */
import type { Quality } from '../../backend/wire';
import { m } from '../../paraglide/messages';

export function qualityOptions(): { key: Quality; label: string }[] {
  return [
    { key: 'asPublished', label: m.quality_as_published() },
    { key: 'smallest', label: m.quality_smallest() },
    { key: 'best', label: m.quality_best() },
    { key: 'smallFirst', label: m.quality_small_first() },
  ];
}
