/**
 * Makes the soft louder and the loud softer: Web Audio behind the one audio element. An element that was once led
 * through Web Audio cannot be taken back, so it is led through only when a listener wants it, and stays; then the
 * leveller is passed by, or not.
 */

/** In dB, dB, to one, and seconds: of 20 dB between a soft voice and a loud one, 5 are left. */
const compressor = { threshold: -35, knee: 15, ratio: 6, attack: 0.005, release: 0.25 };

/** WebKit has so much of the sound in store behind the element's own clock, in seconds: what it tells is not heard yet. */
const inStore = 1.1;

interface Way {
  context: AudioContext;
  source: AudioNode;
  compressor: AudioNode;
  volume: GainNode;
}

export class Leveller {
  #audio: HTMLAudioElement;
  #on = false;
  #way: Way | null = null;

  constructor(audio: HTMLAudioElement) {
    this.#audio = audio;
    // Web Audio hears nothing of another origin that does not say it may.
    audio.crossOrigin = 'anonymous';
  }

  /** So many seconds lie between the element's clock and what is heard, at a speed of one. */
  get late(): number {
    return this.#way ? inStore : 0;
  }

  /** Whether the sound goes another way from now on: then what was in store is lost. */
  turn(on: boolean): boolean {
    if (on === this.#on || typeof AudioContext === 'undefined') return false;
    this.#on = on;
    const isNew = !this.#way;
    this.#way ??= this.#lead();
    const { source, compressor, volume } = this.#way;
    source.disconnect();
    source.connect(on ? compressor : volume);
    return isNew;
  }

  /** Sounds again, where the web view has put it to rest. */
  wake(): void {
    void this.#way?.context.resume().catch(() => {});
  }

  /** 0 to 1. Whether the element's own volume may be left alone. */
  setVolume(volume: number): boolean {
    if (this.#way) this.#way.volume.gain.value = volume;
    return this.#way !== null;
  }

  #lead(): Way {
    const context = new AudioContext();
    const source = context.createMediaElementSource(this.#audio);
    const leveller = new DynamicsCompressorNode(context, compressor);
    const volume = new GainNode(context);
    leveller.connect(volume);
    volume.connect(context.destination);
    return { context, source, compressor: leveller, volume };
  }
}
