/** What the output is told, and tells. */
import type { Reason } from '../../backend/wire';

/** What the element tells, of what was opened last. */
export interface OutputEvents {
  /** Positions can be set. */
  opened(): void;
  /** It is known, and so long; null where it does not know how long. */
  measured(duration: number | null): void;
  sounds(): void;
  /** Bytes are missing. */
  waits(): void;
  /** By itself: a headset was unplugged, or the system's own keys were pressed. */
  paused(): void;
  moved(): void;
  seeked(): void;
  loaded(): void;
  /** It stands still with all that it needs. */
  stuck(): void;
  ended(): void;
  failed(reason: Reason): void;
}

export interface Tuning {
  speed: number;
  /** 0 to 1. */
  volume: number;
  muted: boolean;
  /** The soft is made louder, and the loud softer. */
  level: boolean;
}
