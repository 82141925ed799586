/** The hue of the largest coloured area of a picture, for the wash of colour behind a page's head. */

const SIDE = 32;
const BINS = 24;
/** Below this chroma (OKLCH) a colour counts as grey. */
const GREY = 0.04;
/** At least this share of the picture must be coloured. */
const ENOUGH = 0.04;

/** `pixels`: red, green, blue and alpha by turns, 0 to 255. Degrees in OKLCH; none where the picture is grey. */
export function hueOfPixels(pixels: ArrayLike<number>): number | null {
  const weight = new Float64Array(BINS);
  const x = new Float64Array(BINS);
  const y = new Float64Array(BINS);
  let coloured = 0;
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    if ((pixels[at + 3] ?? 0) < 128) continue;
    const [a, b] = oklabAB(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0);
    const chroma = Math.hypot(a, b);
    if (chroma < GREY) continue;
    const bin = Math.floor(((Math.atan2(b, a) / (2 * Math.PI) + 1) % 1) * BINS) % BINS;
    coloured += 1;
    weight[bin] = (weight[bin] ?? 0) + 1;
    x[bin] = (x[bin] ?? 0) + a / chroma;
    y[bin] = (y[bin] ?? 0) + b / chroma;
  }
  if (coloured === 0 || coloured < (pixels.length / 4) * ENOUGH) return null;
  // A colour that lies across the border of two bins counts in both.
  const around = (bin: number): number =>
    (weight[bin] ?? 0) + ((weight[(bin + 1) % BINS] ?? 0) + (weight[(bin + BINS - 1) % BINS] ?? 0)) / 2;
  let most = 0;
  for (let bin = 1; bin < BINS; bin += 1) if (around(bin) > around(most)) most = bin;
  const degrees = (Math.atan2(y[most] ?? 0, x[most] ?? 0) * 180) / Math.PI;
  return Math.round((degrees + 360) % 360);
}

/** None also where the picture may not be read: the server must allow this page to. */
export async function hueOfImage(src: string): Promise<number | null> {
  try {
    const image = new Image();
    image.crossOrigin = 'anonymous';
    image.src = src;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = SIDE;
    canvas.height = SIDE;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return null;
    context.drawImage(image, 0, 0, SIDE, SIDE);
    return hueOfPixels(context.getImageData(0, 0, SIDE, SIDE).data);
  } catch {
    return null;
  }
}

/** The two colour axes of OKLab (Ottosson 2020) of an sRGB colour. */
function oklabAB(red: number, green: number, blue: number): [number, number] {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
}

function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
