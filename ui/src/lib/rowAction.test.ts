import { expect, test } from 'vitest';

import type { Download, DownloadState } from '../backend/wire';
import { rowAction } from './rowAction';

const download = (state: DownloadState): Download => ({
  state,
  bytes: 0,
  total: null,
  error: null,
  attempt: 1,
  maxAttempts: 8,
  retryAt: null,
  waitsFor: null,
  finished: null,
});

test.each([
  ['not on disk', null, undefined, false, 'download'],
  ['waiting for its turn', download('queued'), undefined, false, 'pause'],
  ['connecting', download('running'), 'connecting', false, 'pause'],
  ['downloading', download('running'), 'downloading', false, 'pause'],
  ['verifying', download('running'), 'verifying', false, 'none'],
  ['running, before the first look at it', download('running'), undefined, false, 'pause'],
  ['paused', download('paused'), undefined, false, 'resume'],
  ['failed', download('failed'), undefined, false, 'retry'],
  ['on disk', download('done'), undefined, false, 'play'],
  ['on disk and sounding', download('done'), undefined, true, 'pausePlayback'],
  ['sounding while it downloads', download('running'), 'downloading', true, 'pausePlayback'],
] as const)('an episode that is %s offers one thing', (_, download, phase, playing, action) => {
  expect(rowAction({ playable: true, download }, phase && { phase }, playing)).toBe(action);
});

test('an episode without a media file offers nothing', () => {
  expect(rowAction({ playable: false, download: null }, undefined, false)).toBe('none');
});

test('what was downloaded before the feed dropped the file can still be played', () => {
  expect(rowAction({ playable: false, download: download('done') }, undefined, false)).toBe('play');
});
