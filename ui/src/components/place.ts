/**
 * Where a floating thing stands: below its anchor, or above where there is more room, and never outside the window.
 */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly maxHeight: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const GAP = 6;
const EDGE = 8;

/** All in pixels. `align` says which edges of anchor and floating thing are in line. */
export function place(anchor: Box, floating: Size, frame: Size, align: 'start' | 'end' | 'center'): Place {
  const below = frame.height - anchor.bottom - GAP - EDGE;
  const above = anchor.top - GAP - EDGE;
  const down = floating.height <= below || below >= above;
  const height = Math.min(floating.height, down ? below : above);
  const wanted =
    align === 'start'
      ? anchor.left
      : align === 'end'
        ? anchor.right - floating.width
        : (anchor.left + anchor.right - floating.width) / 2;
  return {
    left: Math.max(EDGE, Math.min(wanted, frame.width - floating.width - EDGE)),
    top: down ? anchor.bottom + GAP : anchor.top - GAP - height,
    maxHeight: Math.max(0, down ? below : above),
  };
}
