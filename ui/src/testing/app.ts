/** The whole state over an invented world, for tests. */
import { vi } from 'vitest';

import { makeMemory, type Memory, type MemoryOptions } from '../backend/memory';
import { App } from '../state/app.svelte';
import { FakeAudio } from './audio';

export interface Rehearsal {
  app: App;
  memory: Memory;
  audio: FakeAudio;
  close(): void;
}

/** Started, with its first lists read; nothing moves by itself. */
export async function rehearse(options: MemoryOptions = {}): Promise<Rehearsal> {
  const rehearsal = prepare(options);
  await rehearsal.app.start();
  return rehearsal;
}

/** As it is before Rust has answered. */
export function prepare(options: MemoryOptions = {}): Rehearsal {
  vi.stubGlobal('matchMedia', (media: string) => Object.assign(new EventTarget(), { media, matches: false }));
  history.replaceState(null, '', '#');
  localStorage.clear();
  const memory = makeMemory({ still: true, ...options });
  const audio = new FakeAudio();
  const app = new App(memory, audio as unknown as HTMLAudioElement);
  const close = () => {
    app.close();
    memory.close();
  };
  return { app, memory, audio, close };
}

/** Lets everything that is on its way arrive. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
