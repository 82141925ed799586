/**
 * The views of the window, and what opens over them. The library comes with the window; each other is a script of its
 * own, fetched when it is opened, or when there is time.
 */
import type { Component } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';

import type { Place } from '../../lib/places';

/** What comes with the window. */
type Soon = 'home' | 'library';
export type Name =
  | Exclude<Place['view'], Soon>
  | 'firstRun'
  | 'fullPlayer'
  | 'importDialog'
  | 'searchDialog'
  | 'shortcutSheet'
  | 'startFailed';
type View = Component<Record<string, unknown>>;

const sources: Record<Name, () => Promise<{ default: unknown }>> = {
  podcast: () => import('../podcast/PodcastView.svelte'),
  episode: () => import('../episode/EpisodeView.svelte'),
  inbox: () => import('../inbox/Inbox.svelte'),
  episodes: () => import('../episodes/Episodes.svelte'),
  upNext: () => import('../upNext/UpNext.svelte'),
  history: () => import('../history/History.svelte'),
  downloads: () => import('../downloads/Downloads.svelte'),
  storage: () => import('../storage/Storage.svelte'),
  discover: () => import('../discover/Discover.svelte'),
  settings: () => import('../settings/Settings.svelte'),
  nowhere: () => import('./Nowhere.svelte'),
  firstRun: () => import('../first-run/FirstRun.svelte'),
  startFailed: () => import('./StartFailed.svelte'),
  fullPlayer: () => import('../player/full/FullPlayer.svelte'),
  importDialog: () => import('../lists/ImportDialog.svelte'),
  searchDialog: () => import('../search/SearchDialog.svelte'),
  shortcutSheet: () => import('./ShortcutSheet.svelte'),
};

const here = new SvelteMap<string, View>();

/** None while its script has not come. */
export function viewOf(name: Name): View | undefined {
  return here.get(name);
}

/** What a place shows can be shown at once. */
export function isHere(name: Place['view']): boolean {
  return name === 'home' || name === 'library' || here.has(name);
}

export async function fetchView(name: Place['view'] | Name): Promise<void> {
  if (name === 'home' || name === 'library' || here.has(name)) return;
  here.set(name, (await sources[name]()).default as View);
}

/** One after the other, so that nothing else has to wait for long. */
export async function fetchViews(): Promise<void> {
  for (const name of Object.keys(sources) as Name[]) await fetchView(name);
}
