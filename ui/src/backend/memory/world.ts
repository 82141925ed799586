/** The invented library: podcasts and several hundred episodes in every state, the same at every start. */
import type { Download, Episode, Feed, Podcast, Reason } from '../wire';
import { coverOf } from './cover';
import { type Show, shows, subscribedAtStart } from './shows';
import { summaryOf, titleOf } from './titles';

const day = 24 * 60 * 60 * 1000;

export interface World {
  podcasts: Map<number, Podcast>;
  episodes: Map<number, Episode>;
  /** Looked at: no longer in the inbox. */
  cleared: Set<number>;
}

/** `now`: when the world begins, in milliseconds since 1970. `times`: how often each show's episodes are told. */
export function makeWorld(now: number, times = 1): World {
  const podcasts = new Map<number, Podcast>();
  const episodes = new Map<number, Episode>();
  shows.slice(0, subscribedAtStart).forEach((show, at) => {
    const id = at + 1;
    const rows = Array.from({ length: show.episodes * times }, (_, index) => makeEpisode(show, id, index, now));
    for (const row of rows) episodes.set(row.id, row);
    podcasts.set(id, makePodcast(show, id, now));
  });
  giveStates([...episodes.values()], now);
  return { podcasts, episodes, cleared: new Set() };
}

/** So many more episodes wait to be downloaded, of all shows. */
export function fillQueue({ episodes }: World, count: number): void {
  const rows = [...episodes.values()].filter(({ download, playable }) => download === null && playable);
  for (const row of rows.slice(0, count)) episodes.set(row.id, { ...row, download: fresh(row.size) });
}

export function emptyWorld(): World {
  return { podcasts: new Map(), episodes: new Map(), cleared: new Set() };
}

/** The podcast of a show, as if just subscribed to. */
export function makePodcast(show: Show, id: number, now: number): Podcast {
  return {
    id,
    title: show.title,
    author: show.author,
    description: show.description,
    website: show.website,
    feedUrl: show.feedUrl,
    artwork: coverOf(show),
    subscribed: true,
    favorite: show.favorite ?? false,
    serial: show.serial ?? false,
    episodes: 0,
    unplayed: 0,
    downloaded: 0,
    newest: null,
    feed: feedOf(id, now),
  };
}

/** An episode, counted from the newest (`index` 0) backwards. */
export function makeEpisode(show: Show, podcastId: number, index: number, now: number): Episode {
  const number = Math.max(1, show.episodes - index);
  const wobble = hash(podcastId * 1000 + index);
  const unplayed = podcastId === 1 ? 6 : (podcastId * 7) % 10;
  const duration = Math.round(show.length * 60 * (0.7 + (wobble % 60) / 100) + (wobble % 59));
  return {
    id: podcastId * 100_000 + index + 1,
    podcastId,
    podcastTitle: show.title,
    title: titleOf(show, index),
    summary: summaryOf(show, index),
    artwork: coverOf(show),
    published: now - index * show.rhythm * day - (wobble % 20) * 60 * 60 * 1000 - podcastId * 37 * 60 * 1000,
    duration,
    // 96 kbit/s, as speech is often coded.
    size: duration * 12_000,
    season: show.serial ? 1 : null,
    number,
    episodeType: show.serial && number === 1 ? 'trailer' : wobble % 17 === 0 ? 'bonus' : 'full',
    playable: true,
    listening: index >= unplayed ? 'played' : index === 0 ? 'new' : 'unplayed',
    starred: wobble % 11 === 0,
    position: 0,
    listened: index >= unplayed ? now - index * day : null,
    download: null,
  };
}

/** Some episodes of each show are in a state worth seeing, the first show in all of them. */
function giveStates(rows: Episode[], now: number): void {
  const of = (podcastId: number, index: number) => rows.find(({ id }) => id === podcastId * 100_000 + index + 1);
  const change = (podcastId: number, index: number, change: Partial<Episode>) =>
    Object.assign(of(podcastId, index) ?? {}, change);
  const size = (podcastId: number, index: number) => of(podcastId, index)?.size ?? 0;
  const load = (podcastId: number, index: number, download: Partial<Download> & Pick<Download, 'state'>, share = 0) => {
    const total = size(podcastId, index);
    change(podcastId, index, { download: { ...fresh(total), bytes: Math.round(total * share), ...download } });
  };
  const done = (podcastId: number, index: number, ago: number) => {
    load(podcastId, index, { state: 'done', finished: now - ago }, 1);
  };

  load(1, 0, { state: 'running', attempt: 1 }, 0.42);
  load(2, 0, { state: 'running', attempt: 1 }, 0.08);
  load(8, 0, { state: 'running', attempt: 2, total: null }, 0.21);
  load(1, 1, { state: 'queued' });
  load(5, 0, { state: 'queued' });
  load(5, 1, { state: 'queued' });
  load(11, 0, { state: 'queued', attempt: 2, error: reasonOf('http_503'), retryAt: now + 42_000 }, 0.31);
  load(9, 2, { state: 'queued', error: reasonOf('outside_hours'), retryAt: now + 5 * 60 * 60 * 1000 });
  load(3, 1, { state: 'paused', attempt: 1 }, 0.64);
  for (let index = 2; index < 8; index += 1)
    load(4, index, { state: 'failed', attempt: 8, error: reasonOf('http_404') });
  load(1, 3, { state: 'failed', attempt: 8, error: reasonOf('truncated') }, 0.65);
  load(6, 2, { state: 'failed', attempt: 8, error: reasonOf('html_instead_of_audio') });
  load(7, 1, { state: 'failed', attempt: 3, error: reasonOf('disk_full') }, 0.12);
  load(12, 2, { state: 'failed', attempt: 8, error: reasonOf('dns') });
  for (const [podcastId, index] of [
    [1, 2],
    [1, 4],
    [2, 1],
    [3, 0],
    [4, 8],
    [4, 9],
    [6, 0],
    [6, 1],
    [9, 0],
    [9, 1],
    [10, 0],
    [12, 0],
  ] as const) {
    done(podcastId, index, (podcastId * 7 + index) * 60 * 60 * 1000);
  }
  change(1, 2, { listening: 'unplayed', position: 1287, listened: now - 2 * 60 * 60 * 1000 });
  change(2, 1, { listening: 'unplayed', position: 640, listened: now - day });
  change(9, 1, { listening: 'unplayed', position: 2011, listened: now - 3 * day });
  change(1, 4, { listening: 'played', listened: now - 4 * day });
  change(1, 2, { starred: true });
  change(1, 5, { playable: false, size: null, duration: null });
  change(2, 2, { duration: null, size: null });
}

/** A download that has just been asked for. */
export function fresh(total: number | null): Download {
  const never = { error: null, retryAt: null, waitsFor: null, finished: null };
  return { state: 'queued', bytes: 0, total, attempt: 0, maxAttempts: 8, ...never };
}

const messages: Record<string, string> = {
  dns: 'failed to lookup address information: Name or service not known',
  http_404: 'HTTP 404 Not Found from media.nightferry.example',
  http_503: 'HTTP 503 Service Unavailable from media.understory.example',
  truncated: 'connection closed after 31,204,118 of 48,006,144 bytes',
  html_instead_of_audio: 'Content-Type: text/html; charset=utf-8, body begins with <!doctype html>',
  disk_full: 'write: No space left on device (os error 28)',
  not_a_feed: 'the document is neither RSS, Atom nor JSON Feed',
  outside_hours: 'Downloads begin between 23:00 and 07:00.',
  offline: 'network is unreachable',
};

export function reasonOf(code: string): Reason {
  return { code, message: messages[code] ?? code };
}

function feedOf(id: number, now: number): Feed {
  const checked = now - (id * 7 + 4) * 60 * 1000;
  const failing = id === 7;
  return {
    checked,
    succeeded: failing ? now - 3 * day : checked,
    nextCheck: checked + 60 * 60 * 1000,
    failures: failing ? 5 : 0,
    error: failing ? reasonOf('http_503') : null,
    login: null,
  };
}

/** Well-mixed bits of a small number, so that the world varies and yet never changes. */
function hash(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
