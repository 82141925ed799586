/** Subscribing, refreshing and searching in the invented world. */
import { type Backend, Failed } from '../backend';
import type { FoundPodcast, Podcast } from '../wire';
import { coverOf } from './cover';
import { type Show, shows } from './shows';
import type { Stage } from './stage';
import { makeEpisode, makePodcast, reasonOf } from './world';

type Verbs =
  | 'listPodcasts'
  | 'getPodcast'
  | 'subscribe'
  | 'unsubscribe'
  | 'setFavorite'
  | 'refresh'
  | 'searchDirectories'
  | 'getChart'
  | 'hasPodcastIndexKey'
  | 'setPodcastIndexKey'
  | 'forgetPodcastIndexKey';

/** The address of a page that announces several feeds. */
export const severalFeeds = 'network.example/podcasts';

export function podcastsOf(stage: Stage): Pick<Backend, Verbs> {
  const { podcasts, episodes } = stage.world;
  let hasKey = false;

  function counted(podcast: Podcast): Podcast {
    const rows = [...episodes.values()].filter(({ podcastId }) => podcastId === podcast.id);
    return {
      ...podcast,
      episodes: rows.length,
      unplayed: rows.filter(({ listening }) => listening !== 'played').length,
      downloaded: rows.filter(({ download }) => download?.state === 'done').length,
      newest: rows.reduce<number | null>((newest, { published }) => Math.max(newest ?? 0, published ?? 0), null),
    };
  }

  function foundIn(show: Show): FoundPodcast {
    const podcast = stage.subscribed().find(({ feedUrl }) => feedUrl === show.feedUrl);
    const { title, author, feedUrl, genre, episodes } = show;
    return {
      title,
      author,
      feedUrl,
      artwork: coverOf(show),
      sources: ['itunes'],
      episodes,
      genre,
      podcastId: podcast?.id ?? null,
    };
  }

  async function getPodcast(id: number): Promise<Podcast> {
    await stage.wait(true);
    return counted(stage.podcast(id));
  }

  return {
    getPodcast,

    async listPodcasts() {
      await stage.wait(true);
      const order = (a: Podcast, b: Podcast) =>
        Number(b.favorite) - Number(a.favorite) || a.title.localeCompare(b.title);
      return stage.subscribed().map(counted).sort(order);
    },

    async subscribe(address) {
      await stage.wait();
      const bare = address.replace(/^[a-z]+:\/\//, '').replace(/\/$/, '');
      if (bare === severalFeeds) {
        const feeds = shows.slice(-2).map(({ title, feedUrl }) => ({ title, url: feedUrl }));
        throw new Failed({ ...reasonOf('several_feeds'), detail: null, feeds });
      }
      const at = shows.findIndex(({ feedUrl, website }) => [feedUrl, website].some((known) => known.includes(bare)));
      if (at < 0)
        throw new Failed({ ...reasonOf(/\./.test(bare) ? 'not_a_feed' : 'bad_address'), detail: `GET ${address}` });
      const id = at + 1;
      const podcast = podcasts.get(id) ?? makePodcast(shows[at]!, id, Date.now());
      if (!podcasts.has(id)) {
        for (let index = 0; index < shows[at]!.episodes; index += 1) {
          const episode = makeEpisode(shows[at]!, id, index, Date.now());
          episodes.set(episode.id, { ...episode, listening: index === 0 ? 'new' : 'unplayed' });
        }
      }
      podcasts.set(id, { ...podcast, subscribed: true, favorite: false });
      stage.tell({ type: 'podcastsChanged', ids: [id] });
      return getPodcast(id);
    },

    async unsubscribe(id) {
      stage.changePodcast(id, { subscribed: false });
    },

    async setFavorite(id, favorite) {
      stage.changePodcast(id, { favorite });
    },

    async refresh(id) {
      const ids = id === null ? stage.subscribed().map((podcast) => podcast.id) : [id];
      let failed = 0;
      for (const [done, each] of ids.entries()) {
        stage.tell({ type: 'refreshProgress', done, total: ids.length });
        await stage.wait();
        const podcast = stage.podcast(each);
        if (podcast.feed.error) failed += 1;
        const checked = Date.now();
        const feed = {
          ...podcast.feed,
          checked,
          succeeded: podcast.feed.error ? podcast.feed.succeeded : checked,
          nextCheck: checked + 3_600_000,
        };
        podcasts.set(each, { ...podcast, feed });
      }
      stage.tell({ type: 'refreshProgress', done: ids.length, total: ids.length });
      stage.tell({ type: 'podcastsChanged', ids });
      const report = { putOff: 0, offline: false, cancelled: false };
      return { checked: ids.length, changed: 0, failed, newEpisodes: 0, ...report };
    },

    async getChart(country) {
      await stage.wait(true);
      if (stage.options.world === 'offline') throw new Failed({ ...reasonOf('offline'), detail: null });
      const places = country === 'us' ? shows : [...shows].reverse();
      return { country, podcasts: places.map(foundIn), read: Date.now(), failure: null };
    },

    async hasPodcastIndexKey() {
      return hasKey;
    },

    async setPodcastIndexKey() {
      hasKey = true;
    },

    async forgetPodcastIndexKey() {
      hasKey = false;
    },

    async searchDirectories(text, receive) {
      await stage.wait(false, 10);
      if (stage.options.world === 'offline')
        return receive({ found: [], failures: [{ source: 'itunes', reason: reasonOf('offline') }], waiting: [] });
      const words = text.toLowerCase().split(/\s+/);
      const found = shows
        .filter((show) =>
          words.every((word) =>
            `${show.title} ${show.author} ${show.genre} ${show.description}`.toLowerCase().includes(word),
          ),
        )
        .map(foundIn);
      receive({ found, failures: [], waiting: [] });
    },
  };
}
