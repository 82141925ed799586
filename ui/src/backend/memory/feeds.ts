/** Logins and the health of feeds in the invented world. The password that opens every door is "open sesame". */
import { type Backend, Failed } from '../backend';
import type { FeedFetch, Podcast } from '../wire';
import type { Stage } from './stage';
import { reasonOf } from './world';

type Verbs = 'logIn' | 'logOut' | 'getFeedHealth' | 'cancelRefresh' | 'clearFromInbox';

const hour = 3_600_000;

export function feedsOf(stage: Stage): Pick<Backend, Verbs> {
  const { podcasts } = stage.world;

  function change(id: number, feed: Partial<Podcast['feed']>): Podcast {
    const podcast = stage.podcast(id);
    const changed = { ...podcast, feed: { ...podcast.feed, ...feed } };
    podcasts.set(id, changed);
    stage.tell({ type: 'podcastsChanged', ids: [id] });
    return changed;
  }

  return {
    async logIn(id, _, password) {
      await stage.wait();
      if (password !== 'open sesame') throw new Failed({ ...reasonOf('login_refused'), detail: null });
      return change(id, { login: 'kept', error: null });
    },

    async logOut(id) {
      await stage.wait();
      return change(id, { login: null });
    },

    async getFeedHealth(id) {
      await stage.wait();
      const { feed } = stage.podcast(id);
      const fetches = Array.from({ length: 24 }, (_, back): FeedFetch => {
        const failed = back < feed.failures;
        const changed = (back + id) % 9 === 4;
        return {
          at: (feed.checked ?? 0) - back * hour,
          outcome: failed ? 'failed' : changed ? 'changed' : 'notModified',
          took: failed ? 30_000 : 120 + ((back * 37 + id * 11) % 90),
          bytes: changed && !failed ? 84_000 + id * 1_700 : null,
          newEpisodes: changed && !failed ? 1 : 0,
          error: failed ? feed.error : null,
          movedTo: null,
        };
      });
      const count = (outcome: FeedFetch['outcome']) => fetches.filter((fetch) => fetch.outcome === outcome).length;
      return {
        fetches,
        notModified: count('notModified'),
        failed: count('failed'),
        usualTime: 164,
        bytes: 84_000 + id * 1_700,
      };
    },

    async cancelRefresh() {
      await stage.wait();
    },

    async clearFromInbox(ids) {
      await stage.wait();
      for (const id of ids) stage.world.cleared.add(id);
      stage.tell({ type: 'episodesChanged', ids });
    },
  };
}
