import { m } from '../../paraglide/messages';
import type { Effect } from '../../state/sounds.svelte';

/** What is done to the sound, in words. */
export function effectName(effect: Effect): string {
  return effect === 'level' ? m.level_volume() : m.trim_silence();
}
