/**
 * The one audio element. Nothing else touches it: what it is told, how long it may take, and which of its events are
 * still about what was chosen last are all here.
 */
import { codeOfMediaError, codeOfPlayError, type Span, spansOf } from '../lib/playing';
import { failureIn } from '../backend/backend';
import type { Reason } from '../backend/wire';

/** `play()` may hang for ever where a codec is missing; and the server waits up to 20 s for bytes. In milliseconds. */
const startWithin = 25_000;

/** What the element tells, of what was opened last. */
export interface OutputEvents {
  /** Positions can be set. */
  opened(): void;
  /** It is known, and so long; null where it does not know how long. */
  measured(duration: number | null): void;
  sounds(): void;
  /** Bytes are missing. */
  waits(): void;
  /** By itself: a headset was unplugged, or the system's own keys were pressed. */
  paused(): void;
  moved(): void;
  seeked(): void;
  loaded(): void;
  ended(): void;
  failed(reason: Reason): void;
}

export interface Tuning {
  speed: number;
  /** 0 to 1. */
  volume: number;
  muted: boolean;
}

export class Output {
  #audio: HTMLAudioElement;
  #events: OutputEvents;
  /** The element was given the address of what was chosen; before, its events are of the one before. */
  #sourced = false;
  /** And has its metadata: positions can be set. */
  #open = false;
  #startAt = 0;
  /** What was opened begins at this moment of the episode. */
  #base = 0;
  /** Which call of `start` it is: what becomes of an older one is of no interest. */
  #turn = 0;

  constructor(audio: HTMLAudioElement, events: OutputEvents) {
    this.#audio = audio;
    this.#events = events;
    audio.preload = 'auto';
    this.#listen();
  }

  /** Positions can be set. */
  get isOpen(): boolean {
    return this.#open;
  }

  get position(): number {
    return this.#base + this.#audio.currentTime;
  }

  /** The episode's moment at which what was opened begins, in seconds. */
  get base(): number {
    return this.#base;
  }

  /** As the element sees it; null while it does not know, and where it does not see the whole. */
  get duration(): number | null {
    const { duration } = this.#audio;
    return this.#base === 0 && Number.isFinite(duration) && duration > 0 ? duration : null;
  }

  /** What is loaded, in seconds. */
  get spans(): Span[] {
    const spans = spansOf(this.#audio.buffered);
    return spans.map(({ start, end }) => ({ start: this.#base + start, end: this.#base + end }));
  }

  get isSilent(): boolean {
    return this.#audio.paused;
  }

  get isSeeking(): boolean {
    return this.#audio.seeking;
  }

  /** It has enough to go on. */
  get flows(): boolean {
    return !this.#audio.paused && this.#audio.readyState > 2;
  }

  /** Another file, from a position on; or what of it begins at `base`. */
  open(url: string, position: number, base = 0): void {
    this.#open = false;
    this.#base = base;
    this.#startAt = position;
    this.#audio.src = url;
    this.#sourced = true;
  }

  /** What was opened is given up. */
  leave(): void {
    this.#turn += 1;
    this.#sourced = this.#open = false;
    this.#audio.pause();
  }

  /** Sounds from now on. The answer is why it does not; null where it does, or where something else was asked meanwhile. */
  async start(): Promise<Reason | null> {
    const turn = ++this.#turn;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, startWithin, 'late')));
    let reason: Reason | null = null;
    try {
      const first = await Promise.race([this.#audio.play(), late]);
      if (first === 'late') reason = { code: 'play_timeout', message: 'play() did not settle' };
    } catch (thrown) {
      const code = codeOfPlayError(thrown);
      if (code) reason = { code, message: failureIn(thrown).message };
    } finally {
      clearTimeout(timer);
    }
    return turn === this.#turn ? reason : null;
  }

  pause(): void {
    this.#turn += 1;
    this.#audio.pause();
  }

  /** Before the file is known it is remembered. */
  seek(position: number): void {
    this.#startAt = position;
    if (this.#open) this.#audio.currentTime = Math.max(0, position - this.#base);
  }

  tune({ speed, volume, muted }: Tuning): void {
    this.#audio.defaultPlaybackRate = speed;
    this.#audio.playbackRate = speed;
    this.#audio.volume = volume;
    this.#audio.muted = muted;
  }

  #listen(): void {
    const events = this.#events;
    const on = (event: string, react: () => void) =>
      this.#audio.addEventListener(event, () => {
        if (this.#open) react();
      });
    this.#audio.addEventListener('loadedmetadata', () => this.#sourced && this.#opened());
    this.#audio.addEventListener('error', () => this.#sourced && this.#failed());
    on('durationchange', () => this.#measured());
    on('progress', () => events.loaded());
    on('playing', () => this.#audio.paused || events.sounds());
    on('waiting', () => events.waits());
    on('pause', () => this.#audio.ended || events.paused());
    on('timeupdate', () => events.moved());
    on('seeked', () => events.seeked());
    on('ended', () => events.ended());
  }

  #opened(): void {
    this.#open = true;
    if (this.#startAt > this.#base) this.#audio.currentTime = this.#startAt - this.#base;
    this.#measured();
    this.#events.opened();
  }

  #measured(): void {
    if (this.#base === 0) this.#events.measured(this.duration);
  }

  #failed(): void {
    const { error } = this.#audio;
    // Code 1 is our own doing: another source was set.
    if (!error || error.code === 1) return;
    this.#sourced = this.#open = false;
    this.#events.failed({ code: codeOfMediaError(error.code), message: error.message });
  }
}
