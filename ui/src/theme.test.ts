/** Contrast of the themes, by WCAG 2.2: each colour on every ground that it may stand on, and over every tint. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'app.css'), 'utf8');

type Theme = Record<string, string>;

/** The hexadecimal custom properties of the block with this selector. */
function tokensOf(selector: string): Theme {
  const block = css.slice(css.indexOf(`${selector} {`)).split('\n}', 1)[0] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name, value]) => [name, value]));
}

const themes: Record<string, Theme> = {
  light: tokensOf(':root'),
  dark: tokensOf(":root[data-theme='dark']"),
  contrast: tokensOf(":root[data-theme='contrast']"),
};

type Linear = [number, number, number];

function linearOf(hex: string): Linear {
  return [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Linear;
}

function contrast(one: Linear, other: Linear): number {
  const [lighter, darker] = [one, other]
    .map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b)
    .sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function ratio(theme: Theme, one: string, other: string): number {
  return contrast(linearOf(theme[one] ?? ''), linearOf(theme[other] ?? ''));
}

type Lab = [number, number, number];

function labOf([r, g, b]: Linear): Lab {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function linearOfLab([L, a, b]: Lab): Linear {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** The strongest point of the wash behind a page's head: `color-mix(in oklab, oklch(66% 0.12 H) 14%, surface-1)`. */
function tinted(ground: string, hue: number): Linear {
  const share = 0.14;
  const angle = (hue * Math.PI) / 180;
  const colour: Lab = [0.66, 0.12 * Math.cos(angle), 0.12 * Math.sin(angle)];
  const base = labOf(linearOf(ground));
  return linearOfLab(colour.map((value, axis) => value * share + (base[axis] ?? 0) * (1 - share)) as Lab);
}

const surfaces = ['surface-0', 'surface-1', 'surface-2', 'surface-3'];

/** Text needs 4.5, what is drawn needs 3. */
const pairs: readonly { colour: string; grounds: readonly string[]; least: number }[] = [
  { colour: 'text-1', grounds: [...surfaces, 'accent-soft', 'danger-soft', 'warn-soft', 'ok-soft'], least: 7 },
  { colour: 'text-2', grounds: [...surfaces, 'accent-soft', 'danger-soft', 'warn-soft'], least: 4.5 },
  { colour: 'text-3', grounds: surfaces, least: 4.5 },
  { colour: 'accent-text', grounds: [...surfaces, 'accent-soft'], least: 4.5 },
  { colour: 'danger', grounds: [...surfaces, 'danger-soft'], least: 4.5 },
  { colour: 'warn', grounds: [...surfaces, 'warn-soft'], least: 4.5 },
  { colour: 'ok', grounds: [...surfaces, 'ok-soft'], least: 4.5 },
  { colour: 'on-accent', grounds: ['accent'], least: 4.5 },
  { colour: 'surface-1', grounds: ['text-1'], least: 7 },
  { colour: 'control', grounds: ['surface-0', 'surface-1', 'surface-2'], least: 3 },
  { colour: 'accent', grounds: [...surfaces, 'accent-soft'], least: 3 },
  { colour: 'focus', grounds: [...surfaces, 'accent-soft'], least: 3 },
];

describe.each(Object.entries(themes))('the %s theme', (name, theme) => {
  it.each(pairs)('shows $colour on every ground it stands on', ({ colour, grounds, least }) => {
    expect(grounds.filter((ground) => !(ratio(theme, colour, ground) >= least))).toEqual([]);
  });

  it.skipIf(name === 'contrast')('can be read over the tint of any artwork', () => {
    const hues = Array.from({ length: 72 }, (_, step) => step * 5);
    const ground = theme['surface-1'] ?? '';
    const least = { 'text-1': 7, 'text-2': 4.5, 'text-3': 4.5, control: 3 };
    for (const [colour, ratio] of Object.entries(least)) {
      const faint = hues.filter((hue) => !(contrast(linearOf(theme[colour] ?? ''), tinted(ground, hue)) >= ratio));
      expect(faint, `hues under ${colour}`).toEqual([]);
    }
  });
});
