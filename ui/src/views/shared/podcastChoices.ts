/** What can be done with a podcast, beside opening it. */
import type { Podcast } from '../../backend/wire';
import type { Choice } from '../../components/Menu.svelte';
import { m } from '../../paraglide/messages';
import type { App } from '../../state/app.svelte';
import { playLatest } from './playLatest';

const LATEST = 3;

export function podcastChoices(app: App, podcast: Podcast): Choice[] {
  const { id, website } = podcast;
  return [
    { label: m.play_latest(), icon: 'play', run: () => void playLatest(app, podcast) },
    {
      label: m.download_latest({ count: LATEST }),
      icon: 'downloads',
      run: () => void app.downloads.downloadLatest(id, LATEST),
    },
    {
      label: podcast.favorite ? m.remove_favorite() : m.make_favorite(),
      icon: podcast.favorite ? 'heartFull' : 'heart',
      run: () => void app.podcasts.setFavorite(id, !podcast.favorite),
    },
    { label: m.refresh(), icon: 'refresh', run: () => void app.podcasts.refresh(id) },
    ...(website ? [{ label: m.open_website(), icon: 'globe', run: () => void app.openLink(website) } as const] : []),
    {
      label: m.unsubscribe(),
      icon: 'close',
      apart: true,
      testid: 'unsubscribe',
      run: () => void app.podcasts.unsubscribe(id),
    },
  ];
}
