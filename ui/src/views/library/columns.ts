/** How the covers of the library stand: as many columns as fit, each at least as wide as a cover is good to see. */

const GAP = 24;
const WIDEST = 168;
/** In a narrow window three covers beside each other say more than one. */
const NARROW = 132;

/** `width` in pixels, of all columns together. */
export function columnsIn(width: number): number {
  const least = width < 600 ? NARROW : WIDEST;
  return Math.max(1, Math.floor((width + GAP) / (least + GAP)));
}

export function rowsOf<T>(all: readonly T[], columns: number): T[][] {
  const rows: T[][] = [];
  for (let at = 0; at < all.length; at += columns) rows.push(all.slice(at, at + columns));
  return rows;
}
