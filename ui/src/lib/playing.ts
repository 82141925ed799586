/** Rules of playing that need no audio element: lengths, speeds, and what its errors mean. */

/** A piece that is loaded, in seconds. */
export interface Span {
  start: number;
  end: number;
}

export const slowest = 0.5;
export const fastest = 3;
export const speedStep = 0.05;

/** A speed as it may be set: within bounds and on a step, free of the dust of floating point. */
export function steppedSpeed(speed: number): number {
  const bounded = Math.min(fastest, Math.max(slowest, speed));
  return Math.round(Math.round(bounded / speedStep) * speedStep * 100) / 100;
}

/**
 * How long an episode is. What Rust knows comes first (measured after the download, else from the feed), because the
 * element guesses where an mp3 has no header; what has been played already is the least there is.
 */
export function lengthOf(known: number | null, measured: number | null, position: number): number {
  return Math.max(known && known > 0 ? known : (measured ?? 0), position);
}

export function spansOf(ranges: TimeRanges): Span[] {
  return Array.from({ length: ranges.length }, (_, at) => ({ start: ranges.start(at), end: ranges.end(at) }));
}

/** The code for a `MediaError.code`. */
export function codeOfMediaError(code: number): string {
  return { 2: 'media_network', 3: 'media_decode' }[code] ?? 'media_unsupported';
}

/** The code for what `play()` was rejected with; none where it was interrupted by our own pause or next episode. */
export function codeOfPlayError(thrown: unknown): string | null {
  const name = thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '';
  if (name === 'AbortError') return null;
  return name === 'NotAllowedError' ? 'play_blocked' : 'media_unsupported';
}
