/** What the chips of the strip offer: how fast all downloads together may be, and how many run at once. */
import type { Choice } from '../../components/Menu.svelte';
import { formatSpeed } from '../../lib/bytes';
import { formatNumber } from '../../lib/formats';
import { m } from '../../paraglide/messages';
import type { App } from '../../state/app.svelte';

/** Bytes a second. */
const LIMITS = [100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000];

/** As many as the settings allow. */
const MOST = 8;

export function limitWords(limit: number | null, locale: string): string {
  return limit === null ? m.no_speed_limit() : m.at_most({ speed: formatSpeed(limit, locale) });
}

/** The usual limits, the one that holds now, and the way to all that can be set. */
export function limitChoices({ downloads, route, language }: App): Choice[] {
  const held = downloads.bandwidth;
  const limits = [...new Set([...LIMITS, ...(held === null ? [] : [held])])].sort((a, b) => a - b);
  const choices = [null, ...limits].map((limit) => ({
    label: limitWords(limit, language.locale),
    chosen: limit === held,
    testid: `choice-limit-${limit ?? 'none'}`,
    run: () => void downloads.setLimit(limit),
  }));
  const more = {
    label: m.hours_and_more(),
    icon: 'clock',
    apart: true,
    run: () => route.go({ view: 'settings' }),
  } as const;
  return [...choices, more];
}

export function atOnceChoices({ downloads, language }: App): Choice[] {
  return Array.from({ length: MOST }, (_, index) => index + 1).map((count) => ({
    label: formatNumber(count, language.locale),
    chosen: count === downloads.atOnce,
    testid: `choice-at-once-${count}`,
    run: () => void downloads.setAtOnce(count),
  }));
}
