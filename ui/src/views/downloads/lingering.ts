/** A download that has just arrived stays where it was for a moment, so that no list jumps under the pointer. */

/** Milliseconds. */
export const LINGER = 5000;

/**
 * The rows to show: those that run, and between them, in their old places, those of `shown` that are among `done` now
 * and still `linger`.
 */
export function withLingering(
  shown: readonly number[],
  running: readonly number[],
  lingering: ReadonlySet<number>,
): number[] {
  const rows = running.filter((id) => !lingering.has(id));
  shown.forEach((id, index) => {
    if (lingering.has(id)) rows.splice(Math.min(index, rows.length), 0, id);
  });
  return rows;
}
