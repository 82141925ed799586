/** Which rows of a long list are on screen: arithmetic for lists whose rows all have one height. */

export interface ListSize {
  /** How far the top of the list is above the top of the viewport, in pixels; negative while it is below. */
  offset: number;
  /** Height of the viewport. */
  viewport: number;
  /** Height of a row. */
  row: number;
  count: number;
  /** Rows kept ready above and below what is seen. */
  overscan: number;
}

export interface ListWindow {
  /** The first row to draw, and the one after the last. */
  from: number;
  to: number;
  /** Pixels of empty room before and after. */
  before: number;
  after: number;
}

export function windowOf({ offset, viewport, row, count, overscan }: ListSize): ListWindow {
  if (count <= 0 || row <= 0) return { from: 0, to: 0, before: 0, after: 0 };
  const clamp = (index: number) => Math.max(0, Math.min(count, index));
  const from = clamp(Math.floor(offset / row) - overscan);
  const to = Math.max(from, clamp(Math.ceil((offset + viewport) / row) + overscan));
  return { from, to, before: from * row, after: (count - to) * row };
}

/** The offset that brings a row wholly into view with the least movement. */
export function offsetToShow(
  index: number,
  { offset, viewport, row }: Pick<ListSize, 'offset' | 'viewport' | 'row'>,
): number {
  const top = index * row;
  if (top < offset) return top;
  return top + row > offset + viewport ? top + row - viewport : offset;
}

/** A list in pieces of at most `size`. */
export function chunksOf<T>(list: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < list.length; at += size) chunks.push(list.slice(at, at + size));
  return chunks;
}
