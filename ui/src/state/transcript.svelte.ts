/** The transcript of the episode that is in the player: read when it is looked at, searched, and followed by the voice. */
import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type { Cue, Failure, Transcript as Text } from '../backend/wire';
import { cueAt, cuesWith } from '../lib/transcript';
import type { Player } from './player.svelte';

export class Transcript {
  status = $state<'idle' | 'loading' | 'ready' | 'none' | 'failed'>('idle');
  failure = $state.raw<Failure | null>(null);
  /** What is searched for. */
  words = $state('');
  /** The list moves with the voice; off once the listener scrolls away. */
  following = $state(true);

  #text = $state.raw<Text | null>(null);
  #episodeId: number | null = null;
  #chosen = $state(0);
  #found = $derived.by(() => (this.#text ? cuesWith(this.#text.cues, this.words) : []));
  #now = $derived.by(() => (this.timed ? cueAt(this.cues, this.#player.position) : -1));

  #backend: Backend;
  #player: Player;

  constructor(backend: Backend, player: Player) {
    this.#backend = backend;
    this.#player = player;
  }

  get cues(): readonly Cue[] {
    return this.#text?.cues ?? [];
  }

  get timed(): boolean {
    return this.#text?.timed ?? false;
  }

  get language(): string | null {
    return this.#text?.language ?? null;
  }

  /** The index of the cue that is spoken now; −1 while none is. */
  get now(): number {
    return this.#now;
  }

  /** The indexes of the cues in which the words stand. */
  get found(): readonly number[] {
    return this.#found;
  }

  /** Which of those is looked at. */
  get chosen(): number {
    return this.#found.length === 0 ? -1 : Math.min(this.#chosen, this.#found.length - 1);
  }

  /** Called in an effect while it is looked at: reads the transcript of what is in the player. */
  show(): void {
    const id = this.#player.episode?.id ?? null;
    if (id !== this.#episodeId) void this.load();
  }

  async load(): Promise<void> {
    const id = this.#player.episode?.id ?? null;
    this.#episodeId = id;
    this.#text = null;
    this.failure = null;
    this.words = '';
    this.following = true;
    this.status = id === null ? 'idle' : 'loading';
    if (id === null) return;
    try {
      const text = await this.#backend.getTranscript(id);
      if (id !== this.#episodeId) return;
      this.#text = text;
      this.status = text ? 'ready' : 'none';
    } catch (thrown) {
      if (id !== this.#episodeId) return;
      this.failure = failureIn(thrown);
      this.status = 'failed';
    }
  }

  search(words: string): void {
    this.words = words;
    this.#chosen = 0;
    if (words.trim() !== '') this.following = false;
  }

  /** To another passage that was found, round and round; its index. */
  step(by: 1 | -1): number | null {
    const count = this.#found.length;
    if (count === 0) return null;
    this.following = false;
    this.#chosen = (this.chosen + by + count) % count;
    return this.#found[this.#chosen] ?? null;
  }
}
