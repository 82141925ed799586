/** How episodes sound: what is set for all, and what for a podcast goes before it. */
import type { Backend } from '../backend';
import type { PodcastSound, Sound, SoundSettings } from '../backend/wire';
import type { Toasts } from './toasts.svelte';

/** What can be done to the sound, for all podcasts or for one. */
export const effects = ['trimSilence', 'level'] as const;
export type Effect = (typeof effects)[number];

/** A slider sets many speeds on its way to one; Rust hears of it when it rests this long, in milliseconds. */
const quiet = 200;

export const usual: SoundSettings = {
  speed: 1,
  skipBack: 15,
  skipForward: 30,
  trimSilence: false,
  level: false,
  keepFiles: true,
  then: 'upNext',
};

export class Sounds {
  settings = $state.raw<SoundSettings>(usual);

  #podcastId = $state<number | null>(null);
  /** Of the podcast that plays. */
  #sound = $state.raw<Sound | null>(null);
  #backend: Backend;
  #toasts: Toasts;
  /** A speed that Rust has not heard of yet waits here. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** How often a speed was chosen: what was read before the last of them is out of date. */
  #chosen = 0;

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  take(settings: SoundSettings): void {
    this.settings = settings;
  }

  /** How the podcast that plays sounds. */
  put(podcastId: number, sound: Sound): void {
    this.#podcastId = podcastId;
    this.#sound = sound;
  }

  of(podcastId: number | null): Sound | null {
    return podcastId !== null && podcastId === this.#podcastId ? this.#sound : null;
  }

  speedOf(podcastId: number | null): number {
    return this.of(podcastId)?.speed ?? this.settings.speed;
  }

  /** Whether something is done to the sound of a podcast. */
  does(effect: Effect, podcastId: number | null): boolean {
    return this.of(podcastId)?.[effect] ?? this.settings[effect];
  }

  /** For the podcast where it has a choice of its own, else for all. */
  async choose(podcastId: number | null, effect: Effect, on: boolean): Promise<void> {
    const own = podcastId === null ? null : await this.#backend.getPodcastSound(podcastId).catch(() => null);
    if (podcastId !== null && own && own[effect] !== null)
      await this.setPodcastSound(podcastId, { ...own, [effect]: on });
    else await this.set({ [effect]: on });
  }

  /** For the podcast where it has a speed of its own, else for all. */
  setSpeed(podcastId: number | null, speed: number): void {
    const sound = this.of(podcastId);
    if (sound) this.#sound = { ...sound, speed };
    if (!sound?.ownSpeed) this.settings = { ...this.settings, speed };
    this.#chosen += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#toasts.answer(this.#backend.setSpeed(podcastId, speed));
    }, quiet);
  }

  /** Whether the podcast that plays has a speed of its own. */
  async setOwnSpeed(podcastId: number, own: boolean): Promise<void> {
    const speed = own ? this.speedOf(podcastId) : null;
    const work = this.#backend
      .getPodcastSound(podcastId)
      .then((sound) => this.#backend.setPodcastSound(podcastId, { ...sound, speed }));
    await this.#toasts.answer(work);
  }

  podcastSound(id: number): Promise<PodcastSound> {
    return this.#backend.getPodcastSound(id);
  }

  setPodcastSound(id: number, sound: PodcastSound): Promise<boolean> {
    return this.#toasts.answer(this.#backend.setPodcastSound(id, sound));
  }

  async set(change: Partial<SoundSettings>): Promise<void> {
    const before = this.settings;
    this.settings = { ...before, ...change };
    if (!(await this.#toasts.answer(this.#backend.setSoundSettings(this.settings)))) this.settings = before;
  }

  /** Something was set, here or elsewhere. */
  changed(): void {
    const [podcastId, chosen] = [this.#podcastId, this.#chosen];
    const upToDate = (): boolean => chosen === this.#chosen && this.#timer === undefined;
    // What cannot be read now stays as it was; and what is told of a speed that waits will be told again.
    this.#backend.getSoundSettings().then(
      (settings) => upToDate() && (this.settings = settings),
      () => {},
    );
    if (podcastId === null) return;
    this.#backend.getSound(podcastId).then(
      (sound) => upToDate() && podcastId === this.#podcastId && (this.#sound = sound),
      () => {},
    );
  }
}
