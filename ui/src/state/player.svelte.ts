/** What sounds, and what the listener does with it. Rust is told where it is, so that no position is lost. */
import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type { Episode, Playback, PlayerCommand, Reason, ReportReason } from '../backend/wire';
import { lengthOf, type Span, steppedSpeed } from '../lib/playing';
import { reasonWords } from '../lib/reasons';
import { formatClock, formatLength } from '../lib/times';
import { m } from '../paraglide/messages';
import type { Announcer } from './announcer.svelte';
import type { Episodes } from './episodes.svelte';
import { Output } from './output';
import type { Preferences } from './preferences.svelte';
import type { Sounds } from './sounds.svelte';
import type { Toasts } from './toasts.svelte';

/** `empty`: nothing was chosen. `idle`: an episode is shown, and pressing play begins it. `stalled`: it waits for bytes. */
export type PlayerStatus = 'empty' | 'idle' | 'loading' | 'playing' | 'paused' | 'stalled' | 'ended' | 'failed';

/** While it plays, Rust hears of the position this often, in milliseconds. */
const reportEvery = 2000;

/** Less than what is heard between two looks at the position, at the slowest speed, in seconds. */
const leastMove = 0.05;

/** A silence is begun this much early at most, in seconds: so much of it was left where it begins. */
const nearly = 0.1;

/** A jump further than this, in seconds, can be taken back. */
const farJump = 60;

/** What of the app the player needs. */
export interface PlayerNeeds {
  backend: Backend;
  episodes: Episodes;
  preferences: Preferences;
  sounds: Sounds;
  announcer: Announcer;
  toasts: Toasts;
}

export class Player {
  status = $state<PlayerStatus>('empty');
  /** Seconds. */
  position = $state(0);
  /** What is loaded, in seconds. */
  buffered = $state.raw<Span[]>([]);
  reason = $state.raw<Reason | null>(null);

  #chosen = $state.raw<Episode | null>(null);
  #measured = $state<number | null>(null);
  /** So much of the volume is heard: less while it fades. */
  #dim = $state(1);
  #needs: PlayerNeeds;
  #output: Output;
  /** Which press of play it is: an answer to an older one is thrown away. */
  #turn = 0;
  #reported = 0;
  /** Where the file of the episode is, from its beginning. */
  #url = '';
  /** Which move of the position it is: what is found out for an older one is of no interest. */
  #moves = 0;
  #sounding = false;
  /** It goes over a silence: nothing that anybody has asked for. */
  #leavingOut = false;
  /** The episode that a screen reader was told of last; going on after a pause is no news. */
  #announced: number | null = null;

  constructor(audio: HTMLAudioElement, needs: PlayerNeeds) {
    this.#needs = needs;
    needs.episodes.keep(() => (this.#chosen ? [this.#chosen.id] : []));
    this.#output = new Output(audio, {
      opened: () => this.#output.base === 0 && this.position > 0 && this.#leap(this.position),
      measured: (duration) => (this.#measured = duration),
      loaded: () => (this.buffered = this.#output.spans),
      sounds: () => this.#sounds(),
      waits: () => this.playing && (this.status = 'stalled'),
      paused: () => this.#paused(),
      moved: () => this.#moved(),
      seeked: () => this.#seeked(),
      stuck: () => this.playing && this.#reopen(this.#output.url, this.#output.position, this.#output.base),
      ended: () => this.#ended(),
      failed: (reason) => this.#fail(reason),
    });
  }

  get episode(): Episode | null {
    return this.#chosen && (this.#needs.episodes.get(this.#chosen.id) ?? this.#chosen);
  }

  /** It plays, or will as soon as it can: the button shows pause. */
  get playing(): boolean {
    return this.status === 'playing' || this.status === 'loading' || this.status === 'stalled';
  }

  /** Seconds; 0 while nobody knows. */
  get duration(): number {
    return lengthOf(this.episode?.duration ?? null, this.#measured, this.position);
  }

  get speed(): number {
    return this.#needs.sounds.speedOf(this.#chosen?.podcastId ?? null);
  }

  get volume(): number {
    return this.#needs.preferences.current.volume;
  }

  get muted(): boolean {
    return this.#needs.preferences.current.muted;
  }

  isCurrent(id: number): boolean {
    return this.#chosen?.id === id;
  }

  isPlaying(id: number): boolean {
    return this.playing && this.isCurrent(id);
  }

  /** Shows what was listened to last, silent. */
  offer(episode: Episode): void {
    if (this.#chosen) return;
    this.#show(episode, episode.position);
    this.status = 'idle';
  }

  /** Plays an episode from where the listener left it; what is loaded already goes on. */
  async play(id: number): Promise<void> {
    if (this.isCurrent(id) && this.#output.isOpen && this.status !== 'failed' && this.status !== 'ended')
      return this.#goOn(id);
    const wished = this.isCurrent(id) && this.status === 'idle' ? this.position : null;
    await this.#load(id, wished === this.episode?.position ? null : wished);
  }

  /** From a moment, in seconds. */
  playFrom(id: number, seconds: number): void {
    if (!this.isPlaying(id)) void this.play(id);
    this.seek(seconds);
  }

  async toggle(): Promise<void> {
    if (this.playing) this.pause();
    else if (this.#chosen) await this.play(this.#chosen.id);
  }

  pause(): void {
    this.#turn += 1;
    if (this.status === 'loading' && !this.#output.isOpen) this.status = 'idle';
    else if (this.playing) this.status = 'paused';
    this.#output.pause();
    this.#fellSilent();
  }

  /** After a failure, from where it was. */
  async retry(): Promise<void> {
    if (this.#chosen) await this.#load(this.#chosen.id, this.position);
  }

  /** To a position in seconds. Before anything is loaded it is remembered, and play begins there. */
  seek(seconds: number): void {
    if (!this.#chosen) return;
    const end = (this.#output.isOpen ? this.#output.duration : null) ?? this.duration;
    const target = Math.max(0, end > 0 ? Math.min(seconds, end) : seconds);
    this.#leavingOut = false;
    const before = this.position;
    this.position = target;
    this.#move(target);
    if (this.status === 'ended') this.status = 'paused';
    if (Math.abs(target - before) > farJump) this.#offerBack(before, target);
  }

  skip(seconds: number): void {
    this.seek(this.position + seconds);
  }

  skipBack(): void {
    this.skip(-this.#needs.sounds.settings.skipBack);
  }

  skipForward(): void {
    this.skip(this.#needs.sounds.settings.skipForward);
  }

  /** What plays next is chosen in Rust. */
  async next(): Promise<void> {
    const { backend, toasts } = this.#needs;
    const found = backend.playNextEpisode().then((found) => {
      if (!found) toasts.show({ kind: 'info', text: m.nothing_next() });
    });
    await toasts.answer(found);
  }

  /** To the beginning; at the beginning, to the episode before. */
  async previous(): Promise<void> {
    if (this.position > 5) return this.seek(0);
    await this.#needs.toasts.answer(this.#needs.backend.playPreviousEpisode());
  }

  setSpeed(speed: number): void {
    this.#needs.sounds.setSpeed(this.#chosen?.podcastId ?? null, steppedSpeed(speed));
  }

  /** 0 to 1. Turning it up is also how one ends a mute. */
  setVolume(volume: number): void {
    const bounded = Math.min(1, Math.max(0, Math.round(volume * 100) / 100));
    this.#needs.preferences.set({ volume: bounded, ...(bounded > 0 ? { muted: false } : {}) });
  }

  toggleMute(): void {
    this.#needs.preferences.set({ muted: !this.muted });
  }

  /** In the system's own player, where the web view does not know the format. */
  async openOutside(): Promise<void> {
    if (this.#chosen) await this.#needs.toasts.answer(this.#needs.backend.openDownload(this.#chosen.id));
  }

  /** Rust asks: for the tray, the desktop, a timer, or because an episode has ended. */
  obey(command: PlayerCommand): void {
    switch (command.type) {
      case 'toggle':
        return void this.toggle();
      case 'play':
        return void (this.playing ? null : this.toggle());
      case 'pause':
        return this.pause();
      case 'skipBack':
        return this.skipBack();
      case 'skipForward':
        return this.skipForward();
      case 'playEpisode':
        return void (this.isPlaying(command.id) ? null : this.play(command.id));
      case 'seek':
        return this.seek(command.position);
      case 'leaveOut':
        return this.#leaveOut(command.from, command.to);
      case 'setSpeed':
        return this.setSpeed(command.speed);
      case 'setVolume':
        return this.setVolume(command.volume);
      case 'dim':
        this.#dim = command.share;
    }
  }

  /** Gives the output the listener's speed and volume; called again whenever one changes. */
  tune(): void {
    const volume = this.volume * this.#dim;
    const level = this.#needs.sounds.does('level', this.#chosen?.podcastId ?? null);
    this.#output.tune({ speed: this.speed, volume, muted: this.muted, level });
  }

  /** The page goes: the position is told while it still can be. */
  close(): void {
    if (this.#sounding) this.#report('leave');
    this.#sounding = false;
    this.#output.pause();
  }

  async #load(id: number, wished: number | null): Promise<void> {
    this.#fellSilent();
    const turn = ++this.#turn;
    this.#output.leave();
    const row = this.#needs.episodes.get(id) ?? (this.isCurrent(id) ? this.#chosen : null);
    if (row) this.#show(row, wished ?? row.position);
    this.status = 'loading';
    let playback: Playback;
    try {
      playback = await this.#needs.backend.play(id);
    } catch (thrown) {
      if (turn === this.#turn) this.#fail(failureIn(thrown));
      return;
    }
    if (turn !== this.#turn) return;
    this.#needs.episodes.put(playback.episode);
    this.#needs.sounds.put(playback.episode.podcastId, playback.sound);
    // Whoever has moved the slider while it loaded is taken at their word.
    const moved = row !== null && this.position !== (wished ?? row.position);
    this.#show(playback.episode, moved ? this.position : (wished ?? playback.position));
    if (playback.lengthChange !== null) this.#sayLengthChange(playback.lengthChange);
    this.#moves += 1;
    this.#url = playback.url;
    this.#output.open(playback.url, this.position);
    this.tune();
    await this.#start();
  }

  /** After a pause, a little earlier if it was a long one. */
  async #goOn(id: number): Promise<void> {
    const turn = ++this.#turn;
    const playback = await this.#needs.backend.play(id).catch(() => null);
    if (turn !== this.#turn) return;
    if (playback && playback.rewind > 0) this.seek(this.position - playback.rewind);
    await this.#start();
  }

  async #start(): Promise<void> {
    this.status = 'loading';
    this.reason = null;
    const reason = await this.#output.start();
    if (reason) this.#fail(reason);
  }

  #show(episode: Episode, position: number): void {
    if (!this.isCurrent(episode.id)) {
      this.#measured = null;
      this.buffered = [];
    }
    this.#chosen = episode;
    this.reason = null;
    this.position = position;
    this.#output.seek(position);
  }

  #fail(reason: Reason): void {
    this.#turn += 1;
    // A stream fails because its download did: that knows why.
    const stream = reason.code === 'media_network' || reason.code === 'play_timeout';
    const why = (stream && this.episode?.download?.error) || reason;
    this.reason = why;
    // A refusal to sound without a click is answered by a click; the episode is there.
    const blocked = reason.code === 'play_blocked';
    this.status = !blocked ? 'failed' : this.#output.isOpen ? 'paused' : 'idle';
    this.#output.pause();
    this.#sounding = false;
    if (!blocked) this.#report('failed');
    const { sentence, next } = reasonWords(why);
    this.#needs.announcer.alert(next ? `${sentence} ${next}` : sentence);
  }

  #sounds(): void {
    if (!this.#chosen) return;
    this.#output.heard();
    this.status = 'playing';
    this.reason = null;
    if (this.#sounding) return;
    this.#sounding = true;
    this.#report('play');
    if (this.#announced === this.#chosen.id) return;
    this.#announced = this.#chosen.id;
    const { title, podcastTitle } = this.#chosen;
    this.#needs.announcer.say(m.answer_playing({ title, podcast: podcastTitle }));
  }

  #paused(): void {
    if (!this.playing) return;
    this.status = 'paused';
    this.#fellSilent();
  }

  #moved(): void {
    if (this.#output.isSeeking || this.status === 'ended') return;
    const before = this.position;
    this.position = this.#output.position;
    this.buffered = this.#output.spans;
    if (this.status === 'stalled' && this.#output.flows) this.status = 'playing';
    // WebKit may sound on without saying so where it holds little ahead: what moves is heard.
    if (this.playing && this.status !== 'playing' && this.position > before + leastMove) this.#sounds();
    if (this.#sounding && Date.now() - this.#reported >= reportEvery) this.#report('tick');
  }

  #seeked(): void {
    this.#report(this.#leavingOut ? 'tick' : 'seek');
    this.#leavingOut = false;
  }

  /** Rust counts on by itself: whoever waits for bytes meanwhile is not in the silence yet. */
  #leaveOut(from: number, to: number): void {
    const here = this.#output.position;
    if (this.status !== 'playing' || this.#output.isSeeking || here < from - nearly || here >= to) return;
    this.#leavingOut = true;
    this.position = to;
    this.#output.seek(to);
  }

  #ended(): void {
    this.position = this.#output.position;
    this.status = 'ended';
    this.#sounding = false;
    this.#report('ended');
  }

  /** Tells Rust of a pause, once for each time that something sounded. */
  #fellSilent(): void {
    if (!this.#sounding) return;
    this.#sounding = false;
    this.#report('pause');
  }

  /** The sound goes to a position. */
  #move(target: number): void {
    const { base, isOpen } = this.#output;
    if (target >= base || !isOpen) this.#output.seek(target);
    this.#leap(target);
  }

  /** To what the download has not come to yet, and back to what is before the place of the last leap. */
  #leap(target: number): void {
    const move = ++this.#moves;
    const { base, spans, isOpen } = this.#output;
    const held = spans.some(({ start, end }) => start <= target && target <= end);
    const chosen = this.episode;
    if (!isOpen || !chosen || (target >= base && (held || chosen.download?.state === 'done'))) return;
    this.#needs.backend.leap(chosen.id, target).then(
      (url) => {
        if (move !== this.#moves) return;
        if (url) this.#reopen(url, target, target);
        else if (target < base) this.#reopen(this.#url, target, 0);
      },
      () => {},
    );
  }

  #reopen(url: string, position: number, base: number): void {
    const plays = this.playing;
    this.#output.open(url, position, base);
    this.position = position;
    this.tune();
    this.#report('seek');
    if (plays) void this.#start();
  }

  #offerBack(before: number, target: number): void {
    const id = this.#chosen?.id;
    this.#needs.toasts.show({
      kind: 'info',
      text: m.jumped_to({ position: formatClock(target) }),
      action: {
        label: m.back_to({ position: formatClock(before) }),
        run: () => {
          if (this.#chosen?.id !== id) return;
          this.position = before;
          this.#move(before);
        },
      },
    });
  }

  #sayLengthChange(seconds: number): void {
    const length = formatLength(Math.abs(seconds));
    const text = seconds > 0 ? m.file_is_longer({ length }) : m.file_is_shorter({ length });
    this.#needs.toasts.show({ kind: 'info', text });
  }

  #report(reason: ReportReason): void {
    if (!this.#chosen) return;
    this.#reported = Date.now();
    const report = {
      episodeId: this.#chosen.id,
      playing: this.#sounding,
      position: this.position,
      duration: this.#measured,
      speed: this.speed,
      reason,
    };
    // The next report says it again; a listener can do nothing about one that was lost.
    this.#needs.backend.reportPlayer(report).catch(() => {});
  }
}
