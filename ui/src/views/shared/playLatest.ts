/** Plays the episode that one would expect of a podcast: the one begun last, else the newest, else the first of a serial. */
import type { Podcast } from '../../backend/wire';
import { m } from '../../paraglide/messages';
import type { App } from '../../state/app.svelte';

export async function playLatest(app: App, { id, serial }: Podcast): Promise<void> {
  const begun = app.episodes.list({ podcastId: id, states: ['inProgress'], oldestFirst: false });
  const all = app.episodes.list({ podcastId: id, states: [], oldestFirst: serial });
  try {
    await Promise.all([begun.load(), all.load()]);
    const episode = begun.ids[0] ?? all.ids[0];
    if (episode === undefined) app.toasts.show({ kind: 'info', text: m.no_episodes_title() });
    else await app.player.play(episode);
  } finally {
    begun.close();
    all.close();
  }
}
