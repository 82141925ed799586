/** What is known of the downloads before Rust has answered. */
import type { Downloads } from '../backend/wire';

export const noDownloads: Downloads = {
  running: [],
  waiting: 0,
  waitingBytes: 0,
  waitingTotal: 0,
  failed: [],
  done: [],
  doneCount: 0,
  paused: false,
  atOnce: 3,
  perHost: 2,
  bandwidth: null,
  runnerElsewhere: false,
  freeSpace: null,
  usedSpace: 0,
};
