/** The player: the deck, and what the listener and Rust ask of it. */
import type { PlayerCommand } from '../backend/wire';
import { steppedSpeed } from '../lib/playing';
import { m } from '../paraglide/messages';
import { Deck } from './player/deck.svelte';

export type { PlayerStatus } from './player/shown.svelte';

/** Within so many seconds of the beginning, what is before is the episode before. */
const atBeginning = 5;

export class Player extends Deck {
  get volume(): number {
    return this.needs.preferences.current.volume;
  }

  get muted(): boolean {
    return this.needs.preferences.current.muted;
  }

  async toggle(): Promise<void> {
    if (this.playing) this.pause();
    else if (this.episode) await this.play(this.episode.id);
  }

  /** From a moment, in seconds. */
  playFrom(id: number, seconds: number): void {
    if (!this.isPlaying(id)) void this.play(id);
    this.seek(seconds);
  }

  skip(seconds: number): void {
    this.seek(this.position + seconds);
  }

  skipBack(): void {
    this.skip(-this.needs.sounds.settings.skipBack);
  }

  skipForward(): void {
    this.skip(this.needs.sounds.settings.skipForward);
  }

  /** What plays next is chosen in Rust. */
  async next(): Promise<void> {
    const { backend, toasts } = this.needs;
    const found = backend.playNextEpisode().then((found) => {
      if (!found) toasts.show({ kind: 'info', text: m.nothing_next() });
    });
    await toasts.answer(found);
  }

  /** To the beginning; at the beginning, to the episode before. */
  async previous(): Promise<void> {
    if (this.position > atBeginning) return this.seek(0);
    await this.needs.toasts.answer(this.needs.backend.playPreviousEpisode());
  }

  setSpeed(speed: number): void {
    this.needs.sounds.setSpeed(this.episode?.podcastId ?? null, steppedSpeed(speed));
  }

  /** 0 to 1. Turning it up is also how one ends a mute. */
  setVolume(volume: number): void {
    const bounded = Math.min(1, Math.max(0, Math.round(volume * 100) / 100));
    this.needs.preferences.set({ volume: bounded, ...(bounded > 0 ? { muted: false } : {}) });
  }

  toggleMute(): void {
    this.needs.preferences.set({ muted: !this.muted });
  }

  /** In the system's own player, where the web view does not know the format. */
  async openOutside(): Promise<void> {
    if (this.episode) await this.needs.toasts.answer(this.needs.backend.openDownload(this.episode.id));
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
        return this.leaveOut(command.from, command.to);
      case 'setSpeed':
        return this.setSpeed(command.speed);
      case 'setVolume':
        return this.setVolume(command.volume);
      case 'dim':
        return this.dim(command.share);
    }
  }
}
