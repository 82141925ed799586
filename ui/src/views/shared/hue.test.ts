import { describe, expect, it } from 'vitest';
import { hueOfPixels } from './hue';

type Colour = readonly [number, number, number];

const red: Colour = [229, 87, 46];
const teal: Colour = [44, 120, 124];
const grey: Colour = [120, 122, 121];

function picture(...areas: readonly (readonly [Colour, number])[]): number[] {
  return areas.flatMap(([colour, count]) => Array.from({ length: count }, () => [...colour, 255]).flat());
}

describe('the hue of a cover', () => {
  it('is that of the largest coloured area', () => {
    expect(hueOfPixels(picture([red, 30], [teal, 60], [grey, 500]))).toBeCloseTo(200, -1.5);
    expect(hueOfPixels(picture([red, 60], [teal, 30]))).toBeCloseTo(38, -1.5);
  });

  it('is none where all is grey, or nearly all', () => {
    expect(hueOfPixels(picture([grey, 100]))).toBeNull();
    expect(hueOfPixels(picture([grey, 1000], [red, 10]))).toBeNull();
    expect(hueOfPixels([])).toBeNull();
  });

  it('does not split a red that lies on both sides of zero', () => {
    const pinks = picture([[210, 60, 110], 40], [[214, 66, 92], 40], [teal, 60]);
    const hue = hueOfPixels(pinks) ?? 180;
    expect(Math.min(hue, 360 - hue)).toBeLessThan(30);
  });

  it('does not count what is transparent', () => {
    expect(hueOfPixels([229, 87, 46, 0, 120, 120, 120, 255])).toBeNull();
  });
});
