/** What is in and about the invented media files: chapters, what is said, editions, and files that somebody touched. */
import type { Backend } from '../backend';
import type { Chapter, Cue, Episode, MediaSettings } from '../wire';
import type { Stage } from './stage';

type Verbs =
  | 'getChapters'
  | 'setChapterSkipped'
  | 'getTranscript'
  | 'checkFiles'
  | 'downloadAgain'
  | 'getMediaSettings'
  | 'setMediaSettings';

/** The parts of an invented episode: where each begins, as a share of the whole. */
const parts: readonly [share: number, title: string][] = [
  [0, 'Hello and thank you'],
  [0.04, 'What we heard on the way'],
  [0.19, 'A letter from the harbour'],
  [0.36, 'The long answer'],
  [0.61, 'Something to try at home'],
  [0.78, 'A question without an end'],
  [0.93, 'Goodbye for now'],
];

const said: readonly [speaker: string, text: string][] = [
  ['Ada', 'Good evening. It is raining here, and I have left the window open so that you can hear it.'],
  ['Noor', 'I can hear it. It sounds like somebody sorting very small spoons.'],
  ['Ada', 'That is the gutter. It has opinions about everything that falls into it.'],
  ['Noor', 'Before we begin: a listener asks whether a map can be wrong if nobody has walked there yet.'],
  ['Ada', 'A map is a promise. A promise can be broken before anyone asks for it.'],
  ['Noor', 'Then I shall go and look, and you stay here and describe the rain.'],
  ['Ada', 'It is thinner now. There is a lamp across the road that makes it visible for a metre or two.'],
  ['Noor', 'I have found the bridge. It is where it should be, but it faces the other way.'],
];

export function mediaOf(stage: Stage): Pick<Backend, Verbs> {
  let settings: MediaSettings = { quality: 'asPublished', writeTags: false };
  let touched = [...stage.world.episodes.values()].filter(({ download }) => download?.state === 'done').slice(1, 3);
  /** Titles in a podcast that are never heard. */
  const skips = new Set<string>();
  const skip = ({ podcastId }: Episode, title: string): string => `${podcastId} ${title.trim().toLowerCase()}`;
  return {
    async getChapters(id) {
      await stage.wait();
      const episode = stage.episode(id);
      return chaptersOf(episode).map((chapter) => ({ ...chapter, skipped: skips.has(skip(episode, chapter.title)) }));
    },

    async setChapterSkipped(id, title, skipped) {
      const key = skip(stage.episode(id), title);
      if (skipped) skips.add(key);
      else skips.delete(key);
      stage.tell({ type: 'episodesChanged', ids: [id] });
    },

    async getTranscript(id) {
      await stage.wait(true);
      const episode = stage.episode(id);
      return episode.id % 5 === 4 ? null : { language: 'en', timed: true, cues: cuesOf(episode) };
    },

    async checkFiles(thoroughly) {
      await stage.wait(true, thoroughly ? 20 : 1);
      const done = [...stage.world.episodes.values()].filter(({ download }) => download?.state === 'done');
      const [damaged, missing] = [touched.slice(0, 1), touched.slice(1)].map((rows) => rows.map(({ id }) => id));
      return { fine: done.length - touched.length, damaged: thoroughly ? (damaged ?? []) : [], missing: missing ?? [] };
    },

    async downloadAgain(ids) {
      touched = touched.filter(({ id }) => !ids.includes(id));
      stage.transfers.push(ids);
    },

    async getMediaSettings() {
      return settings;
    },

    async setMediaSettings(next) {
      settings = next;
    },
  };
}

function chaptersOf({ id, duration, link }: Episode & { link?: string }): Chapter[] {
  if (!duration || id % 7 === 3) return [];
  return parts.map(([share, title], index) => ({
    start: Math.round(share * duration),
    end: null,
    title,
    link: index === 2 ? (link ?? 'https://slow-elevators.example/letter') : null,
    image: null,
    hidden: false,
    skipped: false,
  }));
}

/** One after the other, for as long as the episode lasts. */
function cuesOf({ duration }: Episode): Cue[] {
  const each = 7;
  const count = Math.min(2000, Math.floor((duration ?? 600) / each));
  return Array.from({ length: count }, (_, index) => {
    const [speaker, text] = said[index % said.length]!;
    return { start: index * each, end: (index + 1) * each, speaker, text };
  });
}
