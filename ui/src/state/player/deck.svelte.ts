/** The deck: what is shown of the player is made to sound here, through the one audio element. */
import type { Backend } from '../../backend';
import { failureIn } from '../../backend/backend';
import type { Episode, Playback, Reason } from '../../backend/wire';
import type { App } from '../app.svelte';
import { Leaps } from './leaps';
import { Output } from './output';
import { PlayerWords } from './playerWords';
import { Reports } from './reports';
import { Shown } from './shown.svelte';

/** Less than what is heard between two looks at the position, at the slowest speed, in seconds. */
const leastMove = 0.05;

/** A silence is begun this much early at most, in seconds: so much of it was left where it begins. */
const nearly = 0.1;

/** A jump further than this, in seconds, can be taken back. */
const farJump = 60;

/** What of the app the player needs. */
export type PlayerNeeds = Pick<App, 'episodes' | 'preferences' | 'sounds' | 'announcer' | 'toasts'> & {
  backend: Backend;
};

export abstract class Deck extends Shown {
  protected readonly needs: PlayerNeeds;
  /** So much of the volume is heard: less while it fades. */
  #dim = $state(1);
  #output: Output;
  #leaps: Leaps;
  #reports: Reports;
  #words: PlayerWords;
  /** Which press of play it is: an answer to an older one is thrown away. */
  #turn = 0;
  /** It goes over a silence: nothing that anybody has asked for. */
  #leavingOut = false;

  constructor(audio: HTMLAudioElement, needs: PlayerNeeds) {
    super(needs.episodes);
    this.needs = needs;
    this.#output = new Output(audio, {
      opened: () => this.#output.base === 0 && this.position > 0 && this.#leap(this.position),
      measured: (duration) => (this.measured = duration),
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
    this.#leaps = new Leaps(needs.backend, this.#output);
    this.#words = new PlayerWords(needs.announcer, needs.toasts);
    this.#reports = new Reports(needs.backend, () => {
      const { position, speed } = this;
      return this.chosen && { episodeId: this.chosen.id, position, duration: this.measured, speed };
    });
  }

  get speed(): number {
    return this.needs.sounds.speedOf(this.chosen?.podcastId ?? null);
  }

  /** Plays an episode from where the listener left it; what is loaded already goes on. */
  async play(id: number): Promise<void> {
    if (this.isCurrent(id) && this.#output.isOpen && this.status !== 'failed' && this.status !== 'ended')
      return this.#goOn(id);
    const wished = this.isCurrent(id) && this.status === 'idle' ? this.position : null;
    await this.#load(id, wished === this.episode?.position ? null : wished);
  }

  pause(): void {
    this.#turn += 1;
    if (this.status === 'loading' && !this.#output.isOpen) this.status = 'idle';
    else if (this.playing) this.status = 'paused';
    this.#output.pause();
    this.#reports.paused();
  }

  /** After a failure, from where it was. */
  async retry(): Promise<void> {
    if (this.chosen) await this.#load(this.chosen.id, this.position);
  }

  /** To a position in seconds. Before anything is loaded it is remembered, and play begins there. */
  seek(seconds: number): void {
    if (!this.chosen) return;
    const end = (this.#output.isOpen ? this.#output.duration : null) ?? this.duration;
    const target = Math.max(0, end > 0 ? Math.min(seconds, end) : seconds);
    this.#leavingOut = false;
    const before = this.position;
    this.#move(target);
    if (this.status === 'ended') this.status = 'paused';
    const { id } = this.chosen;
    if (Math.abs(target - before) > farJump)
      this.#words.jumped(before, target, () => this.isCurrent(id) && this.#move(before));
  }

  /** Over a silence. Rust counts on by itself: whoever waits for bytes meanwhile is not in the silence yet. */
  leaveOut(from: number, to: number): void {
    const here = this.#output.position;
    if (this.status !== 'playing' || this.#output.isSeeking || here < from - nearly || here >= to) return;
    this.#leavingOut = true;
    this.position = to;
    this.#output.seek(to);
  }

  /** Only so much of the volume is heard from now on. */
  dim(share: number): void {
    this.#dim = share;
  }

  /** Gives the output the listener's speed and volume; called again whenever one changes. */
  tune(): void {
    const { volume, muted } = this.needs.preferences.current;
    const level = this.needs.sounds.does('level', this.chosen?.podcastId ?? null);
    this.#output.tune({ speed: this.speed, volume: volume * this.#dim, muted, level });
  }

  /** The page goes: the position is told while it still can be. */
  close(): void {
    this.#reports.left();
    this.#output.pause();
  }

  async #load(id: number, wished: number | null): Promise<void> {
    this.#reports.paused();
    const turn = ++this.#turn;
    this.#output.leave();
    this.#output.prepare(this.needs.backend.soundOf(id));
    const row = this.needs.episodes.get(id) ?? (this.isCurrent(id) ? this.chosen : null);
    if (row) this.show(row, wished ?? row.position);
    this.status = 'loading';
    let playback: Playback;
    try {
      playback = await this.needs.backend.play(id);
    } catch (thrown) {
      if (turn === this.#turn) this.#fail(failureIn(thrown));
      return;
    }
    if (turn !== this.#turn) return;
    this.needs.episodes.put(playback.episode);
    this.needs.sounds.put(playback.episode.podcastId, playback.sound);
    // Whoever has moved the slider while it loaded is taken at their word.
    const moved = row !== null && this.position !== (wished ?? row.position);
    this.show(playback.episode, moved ? this.position : (wished ?? playback.position));
    if (playback.lengthChange !== null) this.#words.lengthChanged(playback.lengthChange);
    this.#leaps.begin(playback.url);
    this.#output.open(playback.url, this.position);
    this.tune();
    await this.#start();
  }

  /** After a pause, a little earlier if it was a long one. */
  async #goOn(id: number): Promise<void> {
    const turn = ++this.#turn;
    const playback = await this.needs.backend.play(id).catch(() => null);
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

  protected override show(episode: Episode, position: number): void {
    super.show(episode, position);
    this.#output.seek(position);
  }

  #fail(reason: Reason): void {
    this.#turn += 1;
    // A stream fails because its download did: that knows why.
    const stream = reason.code === 'media_network' || reason.code === 'play_timeout';
    this.reason = (stream && this.episode?.download?.error) || reason;
    // A refusal to sound without a click is answered by a click; the episode is there.
    const blocked = reason.code === 'play_blocked';
    this.status = !blocked ? 'failed' : this.#output.isOpen ? 'paused' : 'idle';
    this.#output.pause();
    if (blocked) this.#reports.refused();
    else this.#reports.failed();
    this.#words.failed(this.reason);
  }

  #sounds(): void {
    if (!this.chosen) return;
    this.#output.heard();
    this.status = 'playing';
    this.reason = null;
    this.#reports.sounds();
    this.#words.playing(this.chosen);
  }

  #paused(): void {
    if (!this.playing) return;
    this.status = 'paused';
    this.#reports.paused();
  }

  #moved(): void {
    if (this.#output.isSeeking || this.status === 'ended') return;
    const before = this.position;
    this.position = this.#output.position;
    this.buffered = this.#output.spans;
    if (this.status === 'stalled' && this.#output.flows) this.status = 'playing';
    // WebKit may sound on without saying so where it holds little ahead: what moves is heard.
    if (this.playing && this.status !== 'playing' && this.position > before + leastMove) this.#sounds();
    this.#reports.moved();
  }

  #seeked(): void {
    this.#reports.tell(this.#leavingOut ? 'tick' : 'seek');
    this.#leavingOut = false;
  }

  #ended(): void {
    this.position = this.#output.position;
    this.status = 'ended';
    this.#reports.ended();
  }

  #move(target: number): void {
    const { base, isOpen } = this.#output;
    this.position = target;
    if (target >= base || !isOpen) this.#output.seek(target);
    this.#leap(target);
  }

  #leap(target: number): void {
    this.#leaps.to(target, this.episode, (url, base) => this.#reopen(url, target, base));
  }

  #reopen(url: string, position: number, base: number): void {
    const plays = this.playing;
    this.#output.open(url, position, base);
    this.position = position;
    this.tune();
    this.#reports.tell('seek');
    if (plays) void this.#start();
  }
}
