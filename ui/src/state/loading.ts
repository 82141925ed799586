/** How the loading of something went; so that loading is never shown as empty. */
export type Status = 'loading' | 'ready' | 'failed';

/** Runs `work` once after calls have been quiet for `quiet` ms, or at the latest `most` ms after the first. */
export function settled(work: () => void, quiet: number, most = quiet * 5): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since: number | undefined;
  const run = () => {
    timer = since = undefined;
    work();
  };
  return () => {
    const now = Date.now();
    since ??= now;
    clearTimeout(timer);
    timer = setTimeout(run, Math.max(0, Math.min(quiet, since + most - now)));
  };
}
