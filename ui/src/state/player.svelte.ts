/** What sounds. Owns the only audio element, and tells Rust where it is, so that no position is lost. */
import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type { Episode, Playback, PlayerCommand, Reason, ReportReason } from '../backend/wire';
import { codeOfMediaError, codeOfPlayError, lengthOf, type Span, spansOf, steppedSpeed } from '../lib/playing';
import { reasonWords } from '../lib/reasons';
import type { Skips } from '../lib/shortcuts';
import { m } from '../paraglide/messages';
import type { Announcer } from './announcer.svelte';
import type { Episodes } from './episodes.svelte';
import type { Preferences } from './preferences.svelte';

/** `empty`: nothing was chosen. `idle`: an episode is shown, and pressing play begins it. `stalled`: it waits for bytes. */
export type PlayerStatus = 'empty' | 'idle' | 'loading' | 'playing' | 'paused' | 'stalled' | 'ended' | 'failed';

/** While it plays, Rust hears of the position this often, in milliseconds. */
const reportEvery = 5000;

/** `play()` may hang for ever where a codec is missing; and the server waits up to 20 s for bytes. In milliseconds. */
const startWithin = 25_000;

export class Player {
  status = $state<PlayerStatus>('empty');
  /** Seconds. */
  position = $state(0);
  /** What is loaded, in seconds. */
  buffered = $state.raw<Span[]>([]);
  reason = $state.raw<Reason | null>(null);

  #chosen = $state.raw<Episode | null>(null);
  #measured = $state<number | null>(null);
  #audio: HTMLAudioElement;
  #backend: Backend;
  #episodes: Episodes;
  #preferences: Preferences;
  #announcer: Announcer;
  #skips: () => Skips;
  /** Which press of play it is: an answer to an older one is thrown away. */
  #turn = 0;
  /** The element was given the address of the episode that was chosen; before, its events are of the one before. */
  #sourced = false;
  /** And has its metadata: positions can be set. */
  #loaded = false;
  #startAt = 0;
  #reported = 0;
  #sounding = false;
  /** The episode that a screen reader was told of last; going on after a pause is no news. */
  #announced: number | null = null;

  constructor(
    audio: HTMLAudioElement,
    backend: Backend,
    episodes: Episodes,
    preferences: Preferences,
    announcer: Announcer,
    skips: () => Skips,
  ) {
    this.#audio = audio;
    this.#backend = backend;
    this.#episodes = episodes;
    this.#preferences = preferences;
    this.#announcer = announcer;
    this.#skips = skips;
    audio.preload = 'auto';
    episodes.keep(() => (this.#chosen ? [this.#chosen.id] : []));
    this.#listen();
  }

  get episode(): Episode | null {
    return this.#chosen && (this.#episodes.get(this.#chosen.id) ?? this.#chosen);
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
    return this.#preferences.current.speed;
  }

  get volume(): number {
    return this.#preferences.current.volume;
  }

  get muted(): boolean {
    return this.#preferences.current.muted;
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
    if (this.isCurrent(id) && this.#loaded && this.status !== 'failed' && this.status !== 'ended') return this.#start();
    const wished = this.isCurrent(id) && this.status === 'idle' ? this.position : null;
    await this.#load(id, wished);
  }

  async toggle(): Promise<void> {
    if (this.playing) this.pause();
    else if (this.#chosen) await this.play(this.#chosen.id);
  }

  pause(): void {
    this.#turn += 1;
    if (this.status === 'loading' && !this.#loaded) this.status = 'idle';
    else if (this.playing) this.status = 'paused';
    this.#audio.pause();
    this.#fellSilent();
  }

  /** After a failure, from where it was. */
  async retry(): Promise<void> {
    if (this.#chosen) await this.#load(this.#chosen.id, this.position);
  }

  /** To a position in seconds. Before anything is loaded it is remembered, and play begins there. */
  seek(seconds: number): void {
    if (!this.#chosen) return;
    const end = this.#loaded && Number.isFinite(this.#audio.duration) ? this.#audio.duration : this.duration;
    const target = Math.max(0, end > 0 ? Math.min(seconds, end) : seconds);
    this.position = target;
    this.#startAt = target;
    if (this.#loaded) this.#audio.currentTime = target;
    if (this.status === 'ended') this.status = 'paused';
  }

  skip(seconds: number): void {
    this.seek(this.position + seconds);
  }

  skipBack(): void {
    this.skip(-this.#skips().skipBack);
  }

  skipForward(): void {
    this.skip(this.#skips().skipForward);
  }

  setSpeed(speed: number): void {
    this.#preferences.set({ speed: steppedSpeed(speed) });
  }

  /** 0 to 1. Turning it up is also how one ends a mute. */
  setVolume(volume: number): void {
    const bounded = Math.min(1, Math.max(0, Math.round(volume * 100) / 100));
    this.#preferences.set({ volume: bounded, ...(bounded > 0 ? { muted: false } : {}) });
  }

  toggleMute(): void {
    this.#preferences.set({ muted: !this.muted });
  }

  /** The tray asks. */
  obey(command: PlayerCommand): void {
    if (command === 'toggle') void this.toggle();
    else if (command === 'skipBack') this.skipBack();
    else this.skipForward();
  }

  /** Gives the element the listener's speed and volume; called again whenever one changes. */
  tune(): void {
    const { speed, volume, muted } = this.#preferences.current;
    this.#audio.defaultPlaybackRate = speed;
    this.#audio.playbackRate = speed;
    this.#audio.volume = volume;
    this.#audio.muted = muted;
  }

  /** The page goes: the position is told while it still can be. */
  close(): void {
    this.#audio.pause();
    this.#fellSilent();
  }

  async #load(id: number, wished: number | null): Promise<void> {
    this.#fellSilent();
    const turn = ++this.#turn;
    this.#sourced = this.#loaded = false;
    this.#audio.pause();
    const row = this.#episodes.get(id) ?? (this.isCurrent(id) ? this.#chosen : null);
    if (row) this.#show(row, wished ?? row.position);
    this.status = 'loading';
    let playback: Playback;
    try {
      playback = await this.#backend.play(id);
    } catch (thrown) {
      if (turn === this.#turn) this.#fail(failureIn(thrown));
      return;
    }
    if (turn !== this.#turn) return;
    this.#episodes.put(playback.episode);
    // Whoever has moved the slider while it loaded is taken at their word.
    const moved = row !== null && this.position !== (wished ?? row.position);
    this.#show(playback.episode, moved ? this.position : (wished ?? playback.position));
    this.#audio.src = playback.url;
    this.#sourced = true;
    this.tune();
    await this.#start();
  }

  async #start(): Promise<void> {
    const turn = ++this.#turn;
    this.status = 'loading';
    this.reason = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, startWithin, 'late')));
    try {
      const first = await Promise.race([this.#audio.play(), late]);
      if (turn === this.#turn && first === 'late')
        this.#fail({ code: 'play_timeout', message: 'play() did not settle' });
    } catch (thrown) {
      const code = codeOfPlayError(thrown);
      if (turn === this.#turn && code) this.#fail({ code, message: failureIn(thrown).message });
    } finally {
      clearTimeout(timer);
    }
  }

  #show(episode: Episode, position: number): void {
    if (!this.isCurrent(episode.id)) {
      this.#measured = null;
      this.buffered = [];
    }
    this.#chosen = episode;
    this.reason = null;
    this.position = position;
    this.#startAt = position;
  }

  #fail(reason: Reason): void {
    this.#turn += 1;
    this.reason = reason;
    // A refusal to sound without a click is answered by a click; the episode is there.
    this.status = reason.code === 'play_blocked' ? (this.#loaded ? 'paused' : 'idle') : 'failed';
    this.#audio.pause();
    this.#fellSilent();
    const { sentence, next } = reasonWords(reason);
    this.#announcer.alert(next ? `${sentence} ${next}` : sentence);
  }

  #listen(): void {
    const on = (event: string, react: () => void) =>
      this.#audio.addEventListener(event, () => {
        if (this.#loaded) react();
      });
    this.#audio.addEventListener('loadedmetadata', () => this.#sourced && this.#gotMetadata());
    this.#audio.addEventListener('error', () => this.#sourced && this.#gotError());
    on('durationchange', () => this.#measure());
    on('progress', () => (this.buffered = spansOf(this.#audio.buffered)));
    on('playing', () => this.#sounds());
    on('waiting', () => this.playing && (this.status = 'stalled'));
    on('pause', () => this.#paused());
    on('timeupdate', () => this.#moved());
    on('seeked', () => this.#report('seek'));
    on('ended', () => this.#ended());
  }

  #gotMetadata(): void {
    this.#loaded = true;
    this.#measure();
    if (this.#startAt > 0) this.#audio.currentTime = this.#startAt;
  }

  #gotError(): void {
    const { error } = this.#audio;
    // Code 1 is our own doing: another source was set.
    if (!error || error.code === 1) return;
    this.#sourced = this.#loaded = false;
    this.#fail({ code: codeOfMediaError(error.code), message: error.message });
  }

  #measure(): void {
    const { duration } = this.#audio;
    this.#measured = Number.isFinite(duration) && duration > 0 ? duration : null;
  }

  #sounds(): void {
    if (!this.#chosen || this.#audio.paused) return;
    this.status = 'playing';
    this.reason = null;
    if (this.#sounding) return;
    this.#sounding = true;
    this.#report('play');
    if (this.#announced === this.#chosen.id) return;
    this.#announced = this.#chosen.id;
    this.#announcer.say(m.answer_playing({ title: this.#chosen.title, podcast: this.#chosen.podcastTitle }));
  }

  /** The element has paused by itself: a headset was unplugged, or the system's own keys were pressed. */
  #paused(): void {
    if (this.#audio.ended || !this.playing) return;
    this.status = 'paused';
    this.#fellSilent();
  }

  #moved(): void {
    if (this.#audio.seeking || this.status === 'ended') return;
    this.position = this.#audio.currentTime;
    this.buffered = spansOf(this.#audio.buffered);
    if (this.status === 'stalled' && !this.#audio.paused && this.#audio.readyState > 2) this.status = 'playing';
    if (this.#sounding && Date.now() - this.#reported >= reportEvery) this.#report('tick');
  }

  #ended(): void {
    this.position = this.#audio.currentTime;
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

  #report(reason: ReportReason): void {
    if (!this.#chosen) return;
    this.#reported = Date.now();
    const { id } = this.#chosen;
    const report = {
      episodeId: id,
      playing: this.#sounding,
      position: this.position,
      duration: this.#measured,
      reason,
    };
    // The next report says it again; a listener can do nothing about one that was lost.
    this.#backend.reportPlayer(report).catch(() => {});
  }
}
