/** The backend of the real window: Rust, through Tauri. The only file that knows Tauri's API. */
import { Channel, invoke } from '@tauri-apps/api/core';

import { type Backend, Failed, failureIn } from './backend';
import type { Event, SearchAnswer, Start } from './wire';

async function ask<T>(command: string, args?: Record<string, unknown> | Uint8Array): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (thrown) {
    throw new Failed(failureIn(thrown));
  }
}

/** What comes before the id of an episode. */
let sounds = '';

export const tauri: Backend = {
  async start() {
    const facts = await ask<Start>('start');
    sounds = facts.soundOf;
    return facts;
  },
  setPreferences: (preferences) => ask('set_preferences', { preferences }),
  listen: (receive) => ask('events', { channel: new Channel<Event>(receive) }),

  listPodcasts: () => ask('list_podcasts'),
  getPodcast: (id) => ask('get_podcast', { id }),
  subscribe: (address) => ask('subscribe', { address }),
  unsubscribe: (id) => ask('unsubscribe', { id }),
  setFavorite: (id, favorite) => ask('set_favorite', { id, favorite }),
  refresh: (id) => ask('refresh', { id }),
  cancelRefresh: () => ask('cancel_refresh'),
  logIn: (id, user, password) => ask('log_in', { id, user, password }),
  logOut: (id) => ask('log_out', { id }),
  getFeedHealth: (id) => ask('get_feed_health', { id }),
  clearFromInbox: (ids) => ask('clear_from_inbox', { ids }),
  find: (text) => ask('find', { text }),
  searchDirectories: (text, receive) =>
    ask('search_directories', { text, channel: new Channel<SearchAnswer>(receive) }),
  getChart: (country) => ask('get_chart', { country }),
  hasPodcastIndexKey: () => ask('has_podcast_index_key'),
  setPodcastIndexKey: (key, secret) => ask('set_podcast_index_key', { key, secret }),
  forgetPodcastIndexKey: () => ask('forget_podcast_index_key'),
  getPodcastExtras: (id) => ask('get_podcast_extras', { id }),
  planImport: (list) => ask('plan_import', list),
  readOpenedList: async () => new Uint8Array(await ask<ArrayBuffer>('read_opened_list')),
  importList: (list) => ask('import_list', list),
  exportList: () => ask('export_list'),

  listEpisodeIds: (filter, after) => ask('list_episode_ids', { filter, after }),
  getEpisodes: (ids) => ask('get_episodes', { ids }),
  getEpisode: (id) => ask('get_episode', { id }),
  setPlayed: (ids, played) => ask('set_played', { ids, played }),
  setStarred: (ids, starred) => ask('set_starred', { ids, starred }),

  listDownloads: () => ask('list_downloads'),
  listWaitingDownloads: (from, count) => ask('list_waiting_downloads', { from, count }),
  getRoad: () => ask('get_road'),
  setRoadSettings: (settings, password) => ask('set_road_settings', { settings, password }),
  getQueueSettings: () => ask('get_queue_settings'),
  setQueueSettings: (settings) => ask('set_queue_settings', { settings }),
  getDownloadSettings: () => ask('get_download_settings'),
  setDownloadSettings: (settings) => ask('set_download_settings', { settings }),
  downloadEpisodes: (ids) => ask('download_episodes', { ids }),
  downloadLatest: (podcastId, count) => ask('download_latest', { podcastId, count }),
  pauseDownload: (id) => ask('pause_download', { id }),
  resumeDownload: (id) => ask('resume_download', { id }),
  cancelDownload: (id) => ask('cancel_download', { id }),
  retryDownload: (id) => ask('retry_download', { id }),
  retryAllDownloads: () => ask('retry_all_downloads'),
  getAttempts: (id) => ask('get_attempts', { id }),
  moveDownload: (id, place) => ask('move_download', { id, place }),
  startDownloadNow: (id) => ask('start_download_now', { id }),
  retryDownloadsWhere: (code) => ask('retry_downloads_where', { code }),
  giveUpDownloadsWhere: (code) => ask('give_up_downloads_where', { code }),
  removeDownload: (id) => ask('remove_download', { id }),
  pauseAllDownloads: () => ask('pause_all_downloads'),
  resumeAllDownloads: () => ask('resume_all_downloads'),
  revealDownload: (id) => ask('reveal_download', { id }),
  openLink: (url) => ask('open_link', { url }),

  soundOf: (id) => `${sounds}${id}`,
  play: (id) => ask('play', { id }),
  leap: (id, moment) => ask('leap', { id, moment }),
  reportPlayer: (report) => ask('report_player', { report }),
  playNextEpisode: () => ask('play_next_episode'),
  playPreviousEpisode: () => ask('play_previous_episode'),
  setSleep: (after) => ask('set_sleep', { after }),
  getSoundSettings: () => ask('get_sound_settings'),
  setSoundSettings: (settings) => ask('set_sound_settings', { settings }),
  getPodcastSound: (id) => ask('get_podcast_sound', { id }),
  setPodcastSound: (id, sound) => ask('set_podcast_sound', { id, sound }),
  getSound: (podcastId) => ask('get_sound', { podcastId }),
  setSpeed: (podcastId, speed) => ask('set_speed', { podcastId, speed }),
  getHeard: () => ask('get_heard'),
  getHistory: (most) => ask('get_history', { most }),
  setMini: (mini) => ask('set_mini', { mini }),
  openDownload: (id) => ask('open_download', { id }),
  getBookmarks: (episodeId) => ask('get_bookmarks', { episodeId }),
  addBookmark: (episodeId, position, note) => ask('add_bookmark', { episodeId, position, note }),
  setBookmarkNote: (bookmark, note) => ask('set_bookmark_note', { bookmark, note }),
  removeBookmark: (bookmark) => ask('remove_bookmark', { bookmark }),

  getUpNext: () => ask('get_up_next'),
  playNext: (ids) => ask('play_next', { ids }),
  playLast: (ids) => ask('play_last', { ids }),
  removeFromUpNext: (ids) => ask('remove_from_up_next', { ids }),
  moveUpNext: (ids, anchor) => ask('move_up_next', { ids, anchor }),
  shuffleUpNext: () => ask('shuffle_up_next'),
  setUpNext: (ids) => ask('set_up_next', { ids }),
  lockUpNext: (locked) => ask('lock_up_next', { locked }),
  addUpNextList: (name) => ask('add_up_next_list', { name }),
  renameUpNextList: (id, name) => ask('rename_up_next_list', { id, name }),
  removeUpNextList: (id) => ask('remove_up_next_list', { id }),
  chooseUpNextList: (id) => ask('choose_up_next_list', { id }),

  getChapters: (id) => ask('get_chapters', { id }),
  setChapterSkipped: (id, title, skipped) => ask('set_chapter_skipped', { id, title, skipped }),
  getTranscript: (id) => ask('get_transcript', { id }),
  checkFiles: (thoroughly) => ask('check_files', { thoroughly }),
  downloadAgain: (ids) => ask('download_again', { ids }),
  getMediaSettings: () => ask('get_media_settings'),
  setMediaSettings: (settings) => ask('set_media_settings', { settings }),

  getPodcastRules: (id) => ask('get_podcast_rules', { id }),
  setPodcastRules: (id, rules) => ask('set_podcast_rules', { id, rules }),
  getBackups: () => ask('get_backups'),
  backUp: () => ask('back_up'),
  restoreBackup: (made) => ask('restore_backup', { made }),
  beginAnew: () => ask('begin_anew'),
  restart: () => ask('restart'),
  getStorage: () => ask('get_storage'),
  setStorageBudget: (budget) => ask('set_storage_budget', { budget }),
  previewCleanUp: (draft) => ask('preview_clean_up', { draft }),
  cleanUp: (ids) => ask('clean_up', { ids }),
  undoCleanUp: (ids) => ask('undo_clean_up', { ids }),
  emptyTrash: () => ask('empty_trash'),
};
