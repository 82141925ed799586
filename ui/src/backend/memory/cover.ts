/** Covers for the invented podcasts, drawn as SVG in a `data:` address. */
import type { Drawing, Show } from './shows';

export function coverOf(show: Show): string | null {
  if (!show.cover) return null;
  const { drawing, ground, ink, light } = show.cover;
  const body = drawings[drawing](ink, light);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><rect width="200" height="200" fill="${ground}"/>${body}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

const each = (count: number, draw: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => draw(at)).join('');

const drawings: Record<Drawing, (ink: string, light: string) => string> = {
  waves: (ink, light) =>
    `<circle cx="140" cy="66" r="26" fill="${light}"/>` +
    each(5, (at) => {
      const y = 104 + at * 20;
      return `<path d="M-20 ${y} q 15 -14 30 0 t 30 0 t 30 0 t 30 0 t 30 0 t 30 0 t 30 0 t 30 0" fill="none" stroke="${ink}" stroke-width="${3 + at}"/>`;
    }),
  gears: (ink, light) => gear(76, 84, 44, 10, ink) + gear(140, 138, 30, 8, light),
  rings: (ink, light) =>
    each(
      5,
      (at) =>
        `<circle cx="100" cy="100" r="${18 + at * 17}" fill="none" stroke="${at === 2 ? light : ink}" stroke-width="7"/>`,
    ),
  stripes: (ink, light) =>
    each(
      9,
      (at) =>
        `<rect x="${-40 + at * 34}" y="-30" width="15" height="280" fill="${at % 3 ? ink : light}" transform="rotate(24 100 100)"/>`,
    ),
  towers: (ink, light) =>
    each(6, (at) => {
      const height = [70, 110, 54, 132, 88, 62][at]!;
      return `<rect x="${18 + at * 28}" y="${176 - height}" width="22" height="${height}" fill="${at === 3 ? light : ink}"/>`;
    }) + `<rect y="176" width="200" height="6" fill="${ink}"/>`,
  dots: (ink, light) =>
    each(36, (at) => {
      const [x, y] = [at % 6, Math.floor(at / 6)];
      return `<circle cx="${30 + x * 28}" cy="${30 + y * 28}" r="${4 + ((x * 5 + y * 3) % 7)}" fill="${(x + y) % 4 ? ink : light}"/>`;
    }),
  hills: (ink, light) =>
    `<circle cx="58" cy="60" r="18" fill="${ink}"/>` +
    `<path d="M0 150 Q50 90 100 140 T200 120 V200 H0Z" fill="${light}"/><path d="M0 176 Q60 128 120 168 T200 156 V200 H0Z" fill="${ink}"/>`,
  moon: (ink, light) =>
    `<circle cx="128" cy="72" r="34" fill="${light}"/><circle cx="142" cy="64" r="30" fill="#1b1f3b"/>` +
    `<path d="M24 142 H176 L158 168 H42Z M70 142 V118 H128 V142" fill="${ink}"/>` +
    each(5, (at) => `<rect x="${78 + at * 10}" y="126" width="5" height="6" fill="${light}"/>`),
  leaves: (ink, light) =>
    `<path d="M100 190 V60" stroke="${ink}" stroke-width="5"/>` +
    each(5, (at) => {
      const y = 150 - at * 24;
      return `<path d="M100 ${y} q -46 -2 -58 -34 q 46 2 58 34" fill="${at % 2 ? light : ink}"/><path d="M100 ${y} q 46 -2 58 -34 q -46 2 -58 34" fill="${at % 2 ? ink : light}"/>`;
    }),
  bars: (ink, light) =>
    each(7, (at) => {
      const width = [120, 84, 140, 60, 104, 132, 76][at]!;
      return `<rect x="30" y="${32 + at * 20}" width="${width}" height="9" rx="4.5" fill="${at === 3 ? light : ink}"/>`;
    }),
};

function gear(x: number, y: number, radius: number, teeth: number, fill: string): string {
  const tooth = (at: number) =>
    `<rect x="${x - 7}" y="${y - radius - 10}" width="14" height="16" fill="${fill}" transform="rotate(${(at * 360) / teeth} ${x} ${y})"/>`;
  return `<circle cx="${x}" cy="${y}" r="${radius * 0.72}" fill="none" stroke="${fill}" stroke-width="${radius * 0.5}"/>${each(teeth, tooth)}`;
}
