/**
 * The views of the window. The library comes with it; each other is a script of its own, fetched when it is opened, or
 * when there is time.
 */
import type { Component } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';

import type { Place } from '../../lib/places';
import Library from '../library/Library.svelte';

type Name = Place['view'];
/** Of a podcast or an episode; a view of neither does not look at it. */
type View = Component<{ id: number }>;

const sources: Record<Exclude<Name, 'home' | 'library'>, () => Promise<{ default: unknown }>> = {
  podcast: () => import('../podcast/PodcastView.svelte'),
  episode: () => import('../episode/EpisodeView.svelte'),
  inbox: () => import('../inbox/Inbox.svelte'),
  upNext: () => import('../upNext/UpNext.svelte'),
  history: () => import('../history/History.svelte'),
  downloads: () => import('../downloads/Downloads.svelte'),
  storage: () => import('../storage/Storage.svelte'),
  discover: () => import('../discover/Discover.svelte'),
  settings: () => import('../settings/Settings.svelte'),
  nowhere: () => import('./Nowhere.svelte'),
};

const here = new SvelteMap<Name, View>([
  ['home', Library as unknown as View],
  ['library', Library as unknown as View],
]);

/** None while its script has not come. */
export function viewOf(name: Name): View | undefined {
  return here.get(name);
}

export async function fetchView(name: Name): Promise<void> {
  if (name === 'home' || name === 'library' || here.has(name)) return;
  here.set(name, (await sources[name]()).default as View);
}

/** One after the other, so that nothing else has to wait for long. */
export async function fetchViews(): Promise<void> {
  for (const name of Object.keys(sources) as Name[]) await fetchView(name);
}
