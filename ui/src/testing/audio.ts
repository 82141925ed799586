/** An audio element without sound: it does what it is told, and tests say when metadata, time and errors come. */

export class FakeAudio extends EventTarget {
  currentTime = 0;
  duration = Number.NaN;
  paused = true;
  ended = false;
  seeking = false;
  readyState = 4;
  playbackRate = 1;
  defaultPlaybackRate = 1;
  volume = 1;
  muted = false;
  preload = '';
  error: { code: number; message: string } | null = null;
  /** What the next `play()` does; as a rule it sounds at once. */
  answer: () => Promise<void> = () => Promise.resolve();
  #spans: [number, number][] = [];
  #src = '';

  get src(): string {
    return this.#src;
  }

  /** Nothing is known of another file. */
  set src(url: string) {
    this.#src = url;
    this.error = null;
    this.readyState = 0;
  }

  get buffered(): TimeRanges {
    const spans = this.#spans;
    return { length: spans.length, start: (at) => spans[at]![0], end: (at) => spans[at]![1] };
  }

  async play(): Promise<void> {
    this.paused = false;
    this.ended = false;
    await this.answer();
  }

  pause(): void {
    if (this.paused) return;
    this.paused = true;
    queueMicrotask(() => this.tell('pause'));
  }

  /** The file is known, and sounds unless it was paused. */
  begin(duration: number): void {
    this.duration = duration;
    this.readyState = 4;
    this.tell('loadedmetadata');
    if (!this.paused) this.tell('playing');
  }

  /** Time has passed. */
  reach(seconds: number): void {
    this.currentTime = seconds;
    this.tell('timeupdate');
  }

  load(...spans: [number, number][]): void {
    this.#spans = spans;
    this.tell('progress');
  }

  end(): void {
    this.currentTime = this.duration;
    this.paused = true;
    this.ended = true;
    this.tell('pause');
    this.tell('ended');
  }

  fail(code: number, message = ''): void {
    this.error = { code, message };
    this.tell('error');
  }

  tell(event: string): void {
    this.dispatchEvent(new Event(event));
  }
}
