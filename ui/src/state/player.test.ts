// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Failed } from '../backend/backend';
import { type Rehearsal, rehearse, settle } from '../testing/app';

const downloaded = 100_005;
const inProgress = 100_003;
const notHere = 100_001;

let stage: Rehearsal;
beforeEach(async () => {
  vi.useFakeTimers();
  stage = await rehearse();
});
afterEach(() => {
  stage.close();
  vi.useRealTimers();
});

const reasons = () => stage.memory.reports.map(({ reason }) => reason);

async function sounding(id = downloaded, duration = 2400): Promise<void> {
  void stage.app.player.play(id);
  await settle();
  stage.audio.begin(duration);
  await settle();
}

test('at the start the last episode is offered where it was left, silent', () => {
  const { player } = stage.app;
  expect(player.status).toBe('idle');
  expect(player.episode?.id).toBe(inProgress);
  expect(player.position).toBe(1287);
  expect(player.playing).toBe(false);
  expect(stage.audio.src).toBe('');
});

test('play begins where the listener left it, and tells Rust', async () => {
  await sounding(inProgress);
  expect(stage.app.player.status).toBe('playing');
  expect(stage.audio.currentTime).toBe(1287);
  expect(stage.memory.reports).toEqual([
    { episodeId: inProgress, playing: true, position: 1287, duration: 2400, speed: 1, reason: 'play' },
  ]);
});

test('the element looks for a file before Rust has said where it begins', async () => {
  const { player } = stage.app;
  void player.play(inProgress);
  expect(stage.audio.src).not.toBe('');
  stage.audio.begin(2400);
  stage.audio.reach(0);
  expect(player).toMatchObject({ status: 'loading', position: 1287 });
  await settle();
  expect(stage.audio.currentTime).toBe(1287);
  expect(stage.audio.paused).toBe(false);
  stage.audio.tell('playing');
  expect(player.status).toBe('playing');
});

test('a file that is not found before Rust has brought it is looked for anew', async () => {
  void stage.app.player.play(downloaded);
  stage.audio.fail(4);
  expect(stage.app.player.status).toBe('loading');
  await settle();
  stage.audio.begin(2400);
  expect(stage.app.player.status).toBe('playing');
});

test('a position chosen before play is where it begins', async () => {
  stage.app.player.seek(60);
  await sounding(inProgress);
  expect(stage.audio.currentTime).toBe(60);
});

test('while it plays the position is reported every two seconds, and at a pause', async () => {
  await sounding();
  for (let second = 1; second <= 11; second += 1) {
    vi.advanceTimersByTime(1000);
    stage.audio.reach(second);
  }
  stage.app.player.pause();
  await settle();
  expect(reasons()).toEqual(['play', ...Array<string>(5).fill('tick'), 'pause']);
  expect(stage.memory.reports.at(-1)).toMatchObject({ playing: false, position: 11 });
  expect(stage.app.player.status).toBe('paused');
});

test('a seek is reported when it has landed', async () => {
  await sounding();
  stage.app.player.skipForward();
  expect(stage.audio.currentTime).toBe(30);
  stage.audio.tell('seeked');
  expect(stage.memory.reports.at(-1)).toMatchObject({ position: 30, reason: 'seek' });
});

test('skips stay within the episode', async () => {
  await sounding(downloaded, 2400);
  stage.app.player.skipBack();
  expect(stage.audio.currentTime).toBe(0);
  stage.app.player.seek(99_999);
  expect(stage.audio.currentTime).toBe(2400);
});

test('another episode begins: the first is reported paused where it was', async () => {
  await sounding(downloaded);
  stage.audio.reach(100);
  void stage.app.player.play(inProgress);
  expect(stage.memory.reports.at(-1)).toMatchObject({
    episodeId: downloaded,
    playing: false,
    position: 100,
    reason: 'pause',
  });
  await settle();
  expect(stage.app.player.isPlaying(inProgress)).toBe(true);
  expect(stage.app.player.position).toBe(1287);
});

test('only the last of two quick presses plays', async () => {
  void stage.app.player.play(downloaded);
  void stage.app.player.play(inProgress);
  await settle();
  stage.audio.begin(2400);
  expect(stage.app.player.episode?.id).toBe(inProgress);
  expect(stage.memory.reports.map(({ episodeId }) => episodeId)).toEqual([inProgress]);
});

test('what the element still says of an episode that was given up for another counts for nothing', async () => {
  void stage.app.player.play(downloaded);
  await settle();
  void stage.app.player.play(inProgress);
  stage.audio.begin(500);
  stage.audio.tell('pause');
  expect(stage.app.player.status).toBe('loading');
  await settle();
  stage.audio.begin(2400);
  expect(stage.app.player).toMatchObject({ status: 'playing', position: 1287 });
});

test('a new episode is announced, going on after a pause is not', async () => {
  await sounding();
  expect(stage.app.announcer.polite).toMatch(/^Playing /);
  stage.app.announcer.polite = '';
  stage.app.player.pause();
  void stage.app.player.toggle();
  await settle();
  stage.audio.tell('playing');
  await vi.advanceTimersByTimeAsync(3000);
  expect(stage.app.player.status).toBe('playing');
  expect(stage.app.announcer.polite).toBe('');
});

test('a pause while it loads is obeyed', async () => {
  void stage.app.player.play(downloaded);
  stage.app.player.pause();
  await settle();
  expect(stage.app.player.status).toBe('idle');
  expect(stage.audio.paused).toBe(true);
});

test('the end is told once, and play begins anew', async () => {
  await sounding();
  stage.audio.reach(2399);
  stage.audio.end();
  await settle();
  expect(reasons()).toEqual(['play', 'ended']);
  expect(stage.app.player.status).toBe('ended');
  void stage.app.player.toggle();
  await settle();
  stage.audio.begin(2400);
  expect(stage.app.player.position).toBe(0);
  expect(stage.app.player.status).toBe('playing');
});

test('a pause that the element made by itself is one', async () => {
  await sounding();
  stage.audio.pause();
  await settle();
  expect(stage.app.player.status).toBe('paused');
  expect(reasons()).toEqual(['play', 'pause']);
});

test('a window that goes while the sound is on its way to a place does not silence it', async () => {
  await sounding();
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  document.dispatchEvent(new Event('visibilitychange'));
  stage.audio.pause();
  await settle();
  expect(stage.audio.paused).toBe(false);
  expect(stage.app.player.status).toBe('playing');

  stage.app.player.pause();
  await settle();
  expect(stage.audio.paused).toBe(true);
  hidden.mockRestore();
});

test('waiting for bytes is not a pause', async () => {
  await sounding();
  stage.audio.tell('waiting');
  expect(stage.app.player.status).toBe('stalled');
  expect(stage.app.player.playing).toBe(true);
  stage.audio.tell('playing');
  expect(stage.app.player.status).toBe('playing');
  expect(reasons()).toEqual(['play']);
});

test.each([
  [2, 'media_network'],
  [3, 'media_decode'],
  [4, 'media_unsupported'],
])('media error %i is told in words, and retry goes on where it was', async (code, reason) => {
  await sounding();
  stage.audio.reach(100);
  stage.audio.fail(code);
  const { player } = stage.app;
  expect(player.status).toBe('failed');
  expect(player.reason?.code).toBe(reason);
  expect(stage.app.announcer.assertive).not.toBe('');
  void player.retry();
  await settle();
  stage.audio.begin(2400);
  expect(player.status).toBe('playing');
  expect(stage.audio.currentTime).toBe(100);
});

test('a play that never settles is given up', async () => {
  stage.audio.answer = () => new Promise(() => {});
  void stage.app.player.play(downloaded);
  await settle();
  await vi.advanceTimersByTimeAsync(25_000);
  expect(stage.app.player.reason?.code).toBe('play_timeout');
});

test('what is heard goes on, though its play never settles', async () => {
  const { player } = stage.app;
  await sounding();
  stage.audio.reach(10);
  player.pause();
  stage.audio.answer = () => new Promise(() => {});
  void player.toggle();
  await settle();
  stage.audio.reach(11);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(player.reason).toBeNull();
  expect(player.status).toBe('playing');
});

test('where the system wants a click first, the button stays and says so', async () => {
  stage.audio.answer = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  void stage.app.player.play(downloaded);
  await settle();
  expect(stage.app.player.playing).toBe(false);
  expect(stage.app.player.reason?.code).toBe('play_blocked');
});

test('what Rust refuses to play says why', async () => {
  stage.memory.play = () => Promise.reject(new Failed({ code: 'gone_from_disk', message: 'ENOENT', detail: null }));
  await stage.app.player.play(downloaded);
  expect(stage.app.player.status).toBe('failed');
  expect(stage.app.player.reason?.code).toBe('gone_from_disk');
});

test('the length that Rust knows goes before what the element guesses', async () => {
  await sounding(downloaded, 9999);
  expect(stage.app.player.duration).toBe(stage.app.player.episode?.duration);
});

test('speed, volume and mute reach the element, and are remembered', async () => {
  const { player } = stage.app;
  player.setSpeed(1.5);
  player.setVolume(0.3);
  player.toggleMute();
  await vi.advanceTimersByTimeAsync(400);
  expect(stage.audio).toMatchObject({ playbackRate: 1.5, defaultPlaybackRate: 1.5, volume: 0.3, muted: true });
  expect(stage.memory.preferences).toMatchObject({ volume: 0.3, muted: true });
  expect((await stage.memory.getSoundSettings()).speed).toBe(1.5);
  player.setVolume(0.4);
  expect(player.muted).toBe(false);
});

test('the tray plays, pauses and skips', async () => {
  stage.memory.tell({ type: 'playerCommanded', command: { type: 'toggle' } });
  await settle();
  stage.audio.begin(2400);
  expect(stage.app.player.status).toBe('playing');
  stage.memory.tell({ type: 'playerCommanded', command: { type: 'skipForward' } });
  expect(stage.audio.currentTime).toBe(1287 + 30);
  stage.memory.tell({ type: 'playerCommanded', command: { type: 'toggle' } });
  expect(stage.app.player.status).toBe('paused');
});

test('the position is told when the page goes', async () => {
  await sounding();
  stage.audio.reach(50);
  window.dispatchEvent(new Event('pagehide'));
  expect(stage.memory.reports.at(-1)).toMatchObject({ position: 50, reason: 'leave', playing: true });
});

test('what is loaded is shown in seconds', async () => {
  await sounding();
  stage.audio.load([0, 120], [300, 360]);
  expect(stage.app.player.buffered).toEqual([
    { start: 0, end: 120 },
    { start: 300, end: 360 },
  ]);
});

test('what plays next is asked for by Rust, also while nobody looks', async () => {
  await sounding();
  stage.memory.tell({ type: 'playerCommanded', command: { type: 'playEpisode', id: inProgress } });
  await settle();
  stage.audio.begin(2400);
  expect(stage.app.player.isPlaying(inProgress)).toBe(true);
});

test('a jump by mistake can be taken back', async () => {
  await sounding();
  stage.audio.reach(100);
  stage.app.player.skipForward();
  expect(stage.app.toasts.all).toEqual([]);
  stage.app.player.seek(2000);
  const [toast] = stage.app.toasts.all;
  toast?.action?.run();
  expect(stage.audio.currentTime).toBe(130);
});

test('what the download has not come to yet is reached by a leap, and what is before it by another', async () => {
  const id = notHere;
  await sounding(id);
  stage.audio.load([0, 20]);
  const plain = stage.audio.src;
  const { duration } = stage.app.player;
  const leaps: number[] = [];
  stage.memory.leap = async (_, moment) => {
    leaps.push(moment);
    return moment > 1000 ? `leap:${moment}` : null;
  };
  stage.app.player.seek(15);
  await settle();
  expect(leaps).toEqual([]);
  stage.app.player.seek(1500);
  await settle();
  expect(stage.audio.src).toBe('leap:1500');
  expect(stage.memory.reports.at(-1)).toMatchObject({ playing: true, position: 1500, reason: 'seek' });
  stage.audio.currentTime = 0;
  stage.audio.begin(900);
  stage.audio.reach(10);
  expect(stage.app.player.position).toBe(1510);
  expect(stage.app.player.duration).toBe(duration);
  stage.app.player.seek(500);
  await settle();
  expect(leaps).toEqual([1500, 500]);
  expect(stage.audio.src).toBe(plain);
  stage.audio.begin(2400);
  expect(stage.audio.currentTime).toBe(500);
});

test('a leap that comes too late is of no interest', async () => {
  await sounding(notHere);
  stage.audio.load([0, 20]);
  const plain = stage.audio.src;
  let answer: (url: string) => void = () => {};
  stage.memory.leap = () => new Promise((resolve) => (answer = resolve));
  stage.app.player.seek(1500);
  stage.app.player.seek(10);
  answer('leap:1500');
  await settle();
  expect(stage.audio.src).toBe(plain);
});

test('after a long pause it goes on where Rust says', async () => {
  await sounding();
  stage.audio.reach(100);
  stage.app.player.pause();
  const { play } = stage.memory;
  stage.memory.play = async (id) => ({ ...(await play(id)), rewind: 10 });
  await stage.app.player.toggle();
  expect(stage.audio.currentTime).toBe(90);
});

test('another length of the file is told', async () => {
  const { play } = stage.memory;
  stage.memory.play = async (id) => ({ ...(await play(id)), lengthChange: 90 });
  await sounding();
  expect(stage.app.toasts.all[0]?.text).toMatch(/^The file is 2 min longer/);
});

test('a fade is heard and not kept', async () => {
  await sounding();
  stage.app.player.setVolume(0.8);
  stage.memory.tell({ type: 'playerCommanded', command: { type: 'dim', share: 0.5 } });
  await settle();
  expect(stage.audio.volume).toBeCloseTo(0.4);
  expect(stage.app.player.volume).toBe(0.8);
});

test('key after key makes it faster: what is told of the speed before counts for nothing', async () => {
  const { player } = stage.app;
  player.setSpeed(1.05);
  await vi.advanceTimersByTimeAsync(200);
  // Rust is about to tell of it.
  stage.app.sounds.changed();
  player.setSpeed(1.1);
  await settle();
  expect(player.speed).toBe(1.1);
  await vi.advanceTimersByTimeAsync(200);
  expect(player.speed).toBe(1.1);
  expect((await stage.memory.getSoundSettings()).speed).toBe(1.1);
});

test('a podcast with a speed of its own keeps it to itself', async () => {
  await sounding();
  const { player, sounds } = stage.app;
  await sounds.setOwnSpeed(1, true);
  await settle();
  player.setSpeed(2);
  await vi.advanceTimersByTimeAsync(400);
  expect((await stage.memory.getPodcastSound(1)).speed).toBe(2);
  expect((await stage.memory.getSoundSettings()).speed).toBe(1);
  expect(stage.audio.playbackRate).toBe(2);
});

test('a stream that fails says why its download does', async () => {
  await sounding();
  const episode = stage.app.player.episode!;
  const error = { code: 'http_404', message: 'gone' };
  stage.app.episodes.put({ ...episode, download: { ...episode.download!, state: 'failed', error } });
  stage.audio.fail(2);
  expect(stage.app.player.reason?.code).toBe('http_404');
  expect(stage.memory.reports.at(-1)).toMatchObject({ reason: 'failed', playing: false });
});

test('a silence is left out where the player is in it, and that is no seek of the listener', async () => {
  await sounding();
  stage.audio.reach(10);
  stage.app.player.obey({ type: 'leaveOut', from: 12, to: 14 });
  expect(stage.audio.currentTime, 'it is not there yet').toBe(10);
  stage.audio.reach(12.1);
  stage.app.player.obey({ type: 'leaveOut', from: 12, to: 14 });
  expect([stage.audio.currentTime, stage.app.player.position]).toEqual([14, 14]);
  stage.audio.tell('seeked');
  expect(stage.memory.reports.at(-1)).toMatchObject({ position: 14, reason: 'tick' });
  stage.app.player.obey({ type: 'leaveOut', from: 12, to: 14 });
  expect(stage.audio.currentTime, 'it is behind it').toBe(14);
  stage.app.player.skipForward();
  stage.audio.tell('seeked');
  expect(reasons().at(-1)).toBe('seek');
});

test('while it waits for bytes nothing is left out', async () => {
  await sounding();
  stage.audio.reach(12.1);
  stage.audio.tell('waiting');
  stage.app.player.obey({ type: 'leaveOut', from: 12, to: 14 });
  expect(stage.audio.currentTime).toBe(12.1);
});

test('where it stands still with all that it needs, it is opened anew where it was', async () => {
  await sounding();
  stage.audio.load([0, 2400]);
  stage.audio.reach(12);
  let opened = 0;
  const { src } = stage.audio;
  Object.defineProperty(stage.audio, 'src', { get: () => src, set: () => (opened += 1) });
  vi.advanceTimersByTime(3500);
  expect(opened, 'it may be a moment').toBe(0);
  vi.advanceTimersByTime(1000);
  expect(opened).toBe(1);
  stage.audio.begin(2400);
  await settle();
  expect(stage.audio.currentTime).toBe(12);
  expect(stage.app.player.status).toBe('playing');
});

test('before that, another speed may wake it', async () => {
  await sounding();
  stage.audio.load([0, 2400]);
  stage.audio.reach(12);
  const speeds: number[] = [];
  Object.defineProperty(stage.audio, 'playbackRate', { get: () => 1.5, set: (speed: number) => speeds.push(speed) });
  vi.advanceTimersByTime(750);
  expect(speeds).toEqual([]);
  vi.advanceTimersByTime(500);
  expect(speeds).toEqual([1, 1.5]);
});

test('where bytes are missing, or nothing is to sound, standing still is no trouble', async () => {
  await sounding();
  const { src } = stage.audio;
  let opened = 0;
  Object.defineProperty(stage.audio, 'src', { get: () => src, set: () => (opened += 1) });
  stage.audio.load([0, 12.5]);
  stage.audio.reach(12);
  vi.advanceTimersByTime(30_000);
  stage.audio.load([0, 2400]);
  stage.app.player.pause();
  vi.advanceTimersByTime(30_000);
  expect(opened).toBe(0);
});
