/**
 * The one audio element. Nothing else touches it: what it is told, how long it may take, and which of its events are
 * still about what was chosen last are all here.
 */
import { codeOfMediaError, codeOfPlayError, type Span, spansOf } from '../../lib/playing';
import { failureIn } from '../../backend/backend';
import type { Reason } from '../../backend/wire';
import { Leveller } from './leveller';
import type { OutputEvents, Tuning } from './outputEvents';
import { watchForStandstill } from './standstill';

/** `play()` may hang for ever where a codec is missing; and the server waits up to 20 s for bytes. In milliseconds. */
const startWithin = 25_000;

/** WebKit pauses what is on its way to a place when the window goes. In milliseconds, what comes so soon after that is it. */
const goneLately = 1000;

export class Output {
  #audio: HTMLAudioElement;
  #leveller: Leveller;
  #events: OutputEvents;
  /** The element was given the address of what was chosen; before, its events are of the one before. */
  #sourced = false;
  /** And has its metadata: positions can be set. */
  #open = false;
  #startAt = 0;
  /** What was opened begins at this moment of the episode. */
  #base = 0;
  /** Where it went last, by itself or because it was told to: nothing before that is heard. */
  #wentTo = 0;
  #url = '';
  /** What the element has been given already, and was not opened yet. */
  #prepared = '';
  /** It is to sound. */
  #wanted = false;
  /** When the window went, in milliseconds since 1970; null while it is there. */
  #goneSince: number | null = null;
  /** Which call of `start` it is: what becomes of an older one is of no interest. */
  #turn = 0;
  #believe: () => void = () => {};

  constructor(audio: HTMLAudioElement, events: OutputEvents) {
    this.#audio = audio;
    this.#leveller = new Leveller(audio);
    this.#events = events;
    audio.preload = 'auto';
    this.#listen();
    watchForStandstill(audio, () => this.#open && events.stuck());
  }

  /** Positions can be set. */
  get isOpen(): boolean {
    return this.#open;
  }

  /** What is heard, in seconds: the element's clock may be ahead of that. */
  get position(): number {
    const { currentTime, playbackRate } = this.#audio;
    return this.#base + Math.max(Math.min(currentTime, this.#wentTo), currentTime - this.#leveller.late * playbackRate);
  }

  /** What was opened last. */
  get url(): string {
    return this.#url;
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

  get isSeeking(): boolean {
    return this.#audio.seeking;
  }

  /** It has enough to go on. */
  get flows(): boolean {
    return !this.#audio.paused && this.#audio.readyState > 2;
  }

  /** Another file will be opened as soon as it is known where it begins: the element may look for it meanwhile. */
  prepare(url: string): void {
    this.#prepared = this.#audio.src = url;
  }

  /** Another file, from a position on; or what of it begins at `base`. */
  open(url: string, position: number, base = 0): void {
    this.#open = false;
    this.#base = base;
    this.#startAt = position;
    this.#wentTo = 0;
    this.#url = url;
    const prepared = this.#prepared === url && !this.#audio.error;
    this.#prepared = '';
    if (!prepared) this.#audio.src = url;
    this.#sourced = true;
    if (prepared && this.#audio.readyState > 0) this.#opened();
  }

  /** What was opened is given up. */
  leave(): void {
    this.#turn += 1;
    this.#wanted = false;
    this.#sourced = this.#open = false;
    this.#audio.pause();
  }

  /** Sounds from now on. The answer is why it does not; null where it does, or where something else was asked meanwhile. */
  async start(): Promise<Reason | null> {
    const turn = ++this.#turn;
    this.#wanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, startWithin, 'late')));
    let reason: Reason | null = null;
    this.#leveller.wake();
    try {
      const heard = new Promise<void>((resolve) => (this.#believe = resolve));
      const first = await Promise.race([this.#audio.play(), heard, late]);
      if (first === 'late') reason = { code: 'play_timeout', message: 'play() did not settle' };
    } catch (thrown) {
      const code = codeOfPlayError(thrown);
      if (code) reason = { code, message: failureIn(thrown).message };
    } finally {
      clearTimeout(timer);
    }
    return turn === this.#turn ? reason : null;
  }

  /** What was started is heard. After a seek WebKit may never say so itself, and leave `play()` hanging for ever. */
  heard(): void {
    this.#believe();
  }

  pause(): void {
    this.#turn += 1;
    this.#wanted = false;
    this.#audio.pause();
  }

  /** Before the file is known it is remembered. */
  seek(position: number): void {
    this.#startAt = position;
    if (this.#open) this.#goTo(position);
  }

  tune({ speed, volume, muted, level }: Tuning): void {
    const { position } = this;
    const lost = this.#leveller.turn(level) || (this.#leveller.late > 0 && this.#audio.playbackRate !== speed);
    this.#audio.defaultPlaybackRate = speed;
    this.#audio.playbackRate = speed;
    const own = !this.#leveller.setVolume(muted ? 0 : volume);
    this.#audio.volume = own ? volume : 1;
    this.#audio.muted = own && muted;
    if (lost && this.#open) this.#goTo(position);
  }

  #goTo(position: number): void {
    this.#wentTo = Math.max(0, position - this.#base);
    this.#audio.currentTime = this.#wentTo;
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
    on('pause', () => this.#audio.ended || this.#paused());
    on('timeupdate', () => events.moved());
    on('seeked', () => events.seeked());
    on('ended', () => this.#ended());
    document.addEventListener('visibilitychange', () => (this.#goneSince = document.hidden ? Date.now() : null));
  }

  #opened(): void {
    this.#open = true;
    if (this.#startAt > this.#base) this.#goTo(this.#startAt);
    this.#measured();
    this.#events.opened();
  }

  /** That the window went is nobody's wish for silence. */
  #paused(): void {
    const gone = document.hidden && Date.now() - (this.#goneSince ?? Date.now()) < goneLately;
    if (this.#wanted && gone) this.#audio.play().catch(() => this.#events.paused());
    else this.#events.paused();
  }

  /** What is still in store is heard to its end. */
  #ended(): void {
    const turn = this.#turn;
    const late = this.#leveller.late * 1000;
    if (late === 0) return this.#events.ended();
    setTimeout(() => turn === this.#turn && this.#audio.ended && this.#events.ended(), late);
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
