/** What is shown of the player: an episode, where in it one is and how much of it is loaded, and whether it sounds. */
import type { Episode, Reason } from '../../backend/wire';
import { lengthOf, type Span } from '../../lib/playing';
import type { Episodes } from '../episodes.svelte';

/** `empty`: nothing was chosen. `idle`: an episode is shown, and pressing play begins it. `stalled`: it waits for bytes. */
export type PlayerStatus = 'empty' | 'idle' | 'loading' | 'playing' | 'paused' | 'stalled' | 'ended' | 'failed';

export abstract class Shown {
  status = $state<PlayerStatus>('empty');
  /** Seconds. */
  position = $state(0);
  /** What is loaded, in seconds. */
  buffered = $state.raw<Span[]>([]);
  reason = $state.raw<Reason | null>(null);

  /** As it was when it was chosen. */
  protected chosen = $state.raw<Episode | null>(null);
  /** So long is the file, in seconds, where the audio element knows. */
  protected measured = $state<number | null>(null);
  #episodes: Episodes;

  constructor(episodes: Episodes) {
    this.#episodes = episodes;
    episodes.keep(() => (this.chosen ? [this.chosen.id] : []));
  }

  get episode(): Episode | null {
    return this.chosen && (this.#episodes.get(this.chosen.id) ?? this.chosen);
  }

  /** It plays, or will as soon as it can: the button shows pause. */
  get playing(): boolean {
    return this.status === 'playing' || this.status === 'loading' || this.status === 'stalled';
  }

  /** Seconds; 0 while nobody knows. */
  get duration(): number {
    return lengthOf(this.episode?.duration ?? null, this.measured, this.position);
  }

  isCurrent(id: number): boolean {
    return this.chosen?.id === id;
  }

  isPlaying(id: number): boolean {
    return this.playing && this.isCurrent(id);
  }

  /** Shows what was listened to last, silent. */
  offer(episode: Episode): void {
    if (this.chosen) return;
    this.show(episode, episode.position);
    this.status = 'idle';
  }

  protected show(episode: Episode, position: number): void {
    if (!this.isCurrent(episode.id)) {
      this.measured = null;
      this.buffered = [];
    }
    this.chosen = episode;
    this.reason = null;
    this.position = position;
  }
}
