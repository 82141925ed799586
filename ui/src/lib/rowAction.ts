/** The one thing that an episode's round button does, by the state the episode is in. */
import type { Episode } from '../backend/wire';
import type { LiveProgress } from './progress';

export type RowAction = 'download' | 'pause' | 'resume' | 'retry' | 'play' | 'pausePlayback' | 'none';

/** `playing`: this very episode is sounding. What sounds can be paused, whatever its download is at. */
export function rowAction(
  episode: Pick<Episode, 'playable' | 'download'>,
  progress: Pick<LiveProgress, 'phase'> | undefined,
  playing: boolean,
): RowAction {
  if (playing) return 'pausePlayback';
  switch (episode.download?.state) {
    case undefined:
      return episode.playable ? 'download' : 'none';
    case 'done':
      return 'play';
    case 'failed':
      return 'retry';
    case 'paused':
      return 'resume';
    case 'queued':
      return 'pause';
    case 'running':
      // All bytes are there: there is nothing left to pause, and in a second it can be played.
      return progress?.phase === 'verifying' ? 'none' : 'pause';
  }
}
