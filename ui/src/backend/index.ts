/** Which backend this page has: Rust in the real window, an invented world in a plain browser. */
import { type Backend, Failed } from './backend';
import { tauri } from './tauri';

export type { Backend } from './backend';

/** Builds for the shell leave the invented world out; there, a page without Tauri is a fault. */
export async function chooseBackend(): Promise<Backend> {
  if ('__TAURI_INTERNALS__' in window) return tauri;
  if (import.meta.env.DEV || import.meta.env.MODE === 'browser') {
    const { memoryFromAddress } = await import('./memory');
    return memoryFromAddress(location.search);
  }
  throw new Failed({ code: 'bug', message: 'This page works inside the Friday window only.', detail: null });
}
