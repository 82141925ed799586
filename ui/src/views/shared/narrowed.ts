/** Episodes of which the listener chooses the kind and the end to begin at. */
import type { EpisodeFilter, EpisodeStateFilter } from '../../backend/wire';
import type { App } from '../../state/app.svelte';
import type { EpisodeList } from '../../state/episodeList.svelte';

interface Narrowed {
  list: EpisodeList;
  narrow: (states: EpisodeStateFilter[], oldestFirst: boolean) => void;
}

/** The episodes of a podcast or of all, narrowed as they were at this step of the history. */
export function narrowed(app: App, podcastId: number | null): Narrowed {
  const kept: EpisodeFilter = { podcastId, states: [], oldestFirst: false };
  const list = app.episodes.list(app.route.kept('filter', kept));
  const narrow = (states: EpisodeStateFilter[], oldestFirst: boolean): void => {
    const filter = { podcastId, states, oldestFirst };
    app.route.keep('filter', filter);
    list.setFilter(filter);
  };
  return { list, narrow };
}
