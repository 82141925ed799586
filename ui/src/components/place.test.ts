import { describe, expect, it } from 'vitest';
import { place } from './place';

const frame = { width: 1000, height: 800 };

describe('a floating thing', () => {
  it.each([
    ['stands below its anchor', { left: 100, right: 140, top: 100, bottom: 130 }, 'start', { left: 100, top: 136 }],
    [
      'has its end at the end of the anchor',
      { left: 500, right: 540, top: 100, bottom: 130 },
      'end',
      { left: 340, top: 136 },
    ],
    [
      'stands above where there is no room below',
      { left: 100, right: 140, top: 700, bottom: 730 },
      'start',
      { left: 100, top: 394 },
    ],
    ['is kept inside the window', { left: 980, right: 1000, top: 100, bottom: 130 }, 'start', { left: 792, top: 136 }],
    ['is centred over its anchor', { left: 400, right: 440, top: 100, bottom: 130 }, 'center', { left: 320, top: 136 }],
  ] as const)('%s', (_, anchor, align, expected) => {
    expect(place(anchor, { width: 200, height: 300 }, frame, align)).toMatchObject(expected);
  });

  it('is told how high it may be where no side has room for all of it', () => {
    const placed = place({ left: 0, right: 10, top: 500, bottom: 530 }, { width: 200, height: 900 }, frame, 'start');
    expect(placed).toEqual({ left: 8, top: 8, maxHeight: 486 });
  });
});
