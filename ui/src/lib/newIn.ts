/** What has come into a list that is clipped at its end, newest first. */

/** What stands before the first that was there already: what comes in at the end of a clipped list is not new. */
export function newIn(before: readonly number[], after: readonly number[]): number[] {
  const known = new Set(before);
  const at = after.findIndex((id) => known.has(id));
  return at < 0 ? after.filter((id) => !known.has(id)) : after.slice(0, at);
}
