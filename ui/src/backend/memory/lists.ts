/** Lists of podcasts, and what the podcast namespace says, in the invented world. */
import { type Backend, Failed } from '../backend';
import type { Extras, FoundPodcast, ImportPlan } from '../wire';
import { coverOf } from './cover';
import { shows } from './shows';
import type { Stage } from './stage';
import { reasonOf } from './world';

type Verbs = 'getPodcastExtras' | 'planImport' | 'readOpenedList' | 'importList' | 'exportList';

export const noExtras: Extras = {
  medium: null,
  updateFrequency: null,
  seasonName: null,
  numberLabel: null,
  persons: [],
  locations: [],
  license: null,
  funding: [],
  recipients: [],
  soundbites: [],
  discussions: [],
  podroll: [],
  live: [],
  notes: [],
};

export function listsOf(stage: Stage, subscribe: Backend['subscribe']): Pick<Backend, Verbs> {
  const known = (feedUrl: string) => stage.subscribed().find((podcast) => podcast.feedUrl === feedUrl);

  /** A list as other programs write it; Rust reads more than that. */
  async function planImport(list: Uint8Array): Promise<ImportPlan> {
    await stage.wait();
    const text = new TextDecoder().decode(list);
    if (!text.includes('<opml')) throw new Failed({ ...reasonOf('not_a_list'), detail: null });
    const said = (outline: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(outline)?.[1] ?? '';
    const feeds = [...text.matchAll(/<outline [^>]*xmlUrl=[^>]*>/g)].map(([outline]) => ({
      title: said(outline, 'text'),
      url: said(outline, 'xmlUrl'),
      folder: [],
    }));
    const isWeb = ({ url }: { url: string }) => /^https?:/.test(url);
    return {
      fresh: feeds.filter((feed) => isWeb(feed) && !known(feed.url)),
      known: feeds.filter(({ url }) => known(url)).length,
      moved: 0,
      skipped: feeds
        .filter((feed) => !isWeb(feed))
        .map(({ title, url }) => ({ title, address: url, reason: 'notOnTheWeb' })),
      problems: [],
    };
  }

  return {
    planImport,

    async getPodcastExtras(id) {
      await stage.wait(true);
      const { website } = stage.podcast(id);
      const recommended = shows.find(({ feedUrl }) => feedUrl !== stage.podcast(id).feedUrl);
      const podroll: FoundPodcast[] = recommended
        ? [
            {
              title: recommended.title,
              author: recommended.author,
              feedUrl: recommended.feedUrl,
              artwork: coverOf(recommended),
              sources: [],
              episodes: null,
              genre: null,
              podcastId: known(recommended.feedUrl)?.id ?? null,
            },
          ]
        : [];
      return {
        ...noExtras,
        updateFrequency: 'Every week',
        persons: [
          { name: 'Ines Halloran', role: null, link: website },
          { name: 'Tomasz Brandt', role: 'guest', link: null },
        ],
        license: { name: 'cc-by-4.0', url: null },
        funding: [{ name: '', url: `${website}support` }],
        podroll,
        live:
          id % 2 === 1 ? [{ title: 'Open studio', on: true, start: Date.now() - 600_000, link: `${website}live` }] : [],
      };
    },

    async readOpenedList() {
      await stage.wait(true);
      const outlines = shows.map(({ title, feedUrl }) => `<outline text="${title}" xmlUrl="${feedUrl}"/>`);
      return new TextEncoder().encode(`<opml><body>${outlines.join('')}</body></opml>`);
    },

    async importList(list) {
      const plan = await planImport(list);
      let added = 0;
      for (const { url } of plan.fresh) {
        // An invented world has no other podcasts; what it does not know stays away.
        await subscribe(url).then(
          () => (added += 1),
          () => undefined,
        );
      }
      return { added, known: plan.known };
    },

    async exportList() {
      await stage.wait();
      return {
        file: '/home/robin/Downloads/friday-podcasts.opml',
        podcasts: stage.subscribed().length,
        private: [],
      };
    },
  };
}
