/** The lists and the pages of the invented episodes. */
import { type Backend, Failed } from '../backend';
import { mostIds, mostRows } from '../limits';
import type { Episode, EpisodeStateFilter } from '../wire';
import { noExtras } from './lists';
import { notesOf } from './notes';
import type { Stage } from './stage';

type Verbs = 'listEpisodeIds' | 'getEpisodes' | 'getEpisode' | 'setPlayed' | 'setStarred';

export function episodesOf(stage: Stage): Pick<Backend, Verbs> {
  return {
    async listEpisodeIds(filter, after = null) {
      await stage.wait(true);
      const rows = [...stage.world.episodes.values()].filter(
        (episode) =>
          (filter.podcastId === null || episode.podcastId === filter.podcastId) &&
          (filter.states.length === 0 || filter.states.some((state) => matches(episode, state, stage.world.cleared))),
      );
      rows.sort((a, b) => (b.published ?? 0) - (a.published ?? 0) || b.id - a.id);
      if (filter.oldestFirst) rows.reverse();
      const from = after === null ? 0 : rows.findIndex(({ id }) => id === after) + 1;
      return rows.slice(from, from + mostIds).map(({ id }) => id);
    },

    async getEpisodes(ids) {
      if (ids.length > mostRows) throw new Failed({ code: 'bug', message: 'too many rows', detail: null });
      await stage.wait(true);
      return ids.flatMap((id) => stage.transfers.look(id) ?? []);
    },

    async getEpisode(id) {
      await stage.wait(true);
      const episode = stage.episode(id);
      const done = episode.download?.state === 'done';
      return {
        episode,
        notesHtml: notesOf(episode),
        link: `${stage.podcast(episode.podcastId).website}episodes/${episode.number}`,
        file: done ? `/home/robin/Podcasts/${episode.podcastTitle}/${episode.title}.mp3` : null,
        extras: {
          ...noExtras,
          persons: [{ name: 'Tomasz Brandt', role: 'guest', link: null }],
          soundbites: [{ start: 30, length: 20, title: '' }],
        },
        sha256: done ? 'b3a8e0e1f9ab1bfe3a36f231f676f78bb30a519d2b21e6c530c0eee8ebb4a5d0' : null,
      };
    },

    async setPlayed(ids, played) {
      stage.changeEpisodes(ids, {
        listening: played ? 'played' : 'unplayed',
        position: 0,
        listened: played ? Date.now() : null,
      });
    },

    async setStarred(ids, starred) {
      stage.changeEpisodes(ids, { starred });
    },
  };
}

function matches(episode: Episode, state: EpisodeStateFilter, cleared: ReadonlySet<number>): boolean {
  switch (state) {
    case 'new':
      return episode.listening === 'new';
    case 'unplayed':
      return episode.listening !== 'played';
    case 'inProgress':
      return episode.position > 0 && episode.listening !== 'played';
    case 'played':
      return episode.listening === 'played';
    case 'starred':
      return episode.starred;
    case 'downloaded':
      return episode.download?.state === 'done';
    case 'notDownloaded':
      return episode.download?.state !== 'done';
    case 'inbox':
      return episode.listening === 'new' && !cleared.has(episode.id);
  }
}
