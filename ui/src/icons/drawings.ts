/**
 * The icons of Friday, drawn for it on a grid of 20 with a round stroke of 1.5. A drawing has a stroked path, a filled
 * one, or both; the colour is that of the text around it.
 */
interface Drawing {
  readonly stroke?: string;
  readonly fill?: string;
}

export const drawings = {
  alert: { stroke: 'M10 2.75a7.25 7.25 0 1 1 0 14.5a7.25 7.25 0 0 1 0-14.5M10 6.5v4.25', fill: dot(10, 13.5, 0.95) },
  back: { stroke: 'M12.25 4.75L7 10l5.25 5.25' },
  bolt: { stroke: 'M10.9 2.75L4.75 11.4H9.5L9.1 17.25l6.15-8.65H10.5z' },
  check: { stroke: 'M4.25 10.5l3.75 3.75l7.75-8.5' },
  chevronDown: { stroke: 'M5.75 8L10 12.25L14.25 8' },
  chevronUp: { stroke: 'M5.75 12L10 7.75L14.25 12' },
  chevronRight: { stroke: 'M8 5.75L12.25 10L8 14.25' },
  clock: { stroke: 'M10 2.75a7.25 7.25 0 1 1 0 14.5a7.25 7.25 0 0 1 0-14.5M10 5.75V10l2.75 1.75' },
  close: { stroke: 'M5 5l10 10M15 5L5 15' },
  compass: { stroke: 'M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 0 1 0-15M13.1 6.9l-1.75 4.45l-4.45 1.75l1.75-4.45z' },
  copy: {
    stroke:
      'M8.25 6.75h7a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5h-7a1.5 1.5 0 0 1-1.5-1.5v-7a1.5 1.5 0 0 1 1.5-1.5M4.5 13.25a1.5 1.5 0 0 1-1.25-1.5v-7a1.5 1.5 0 0 1 1.5-1.5h7a1.5 1.5 0 0 1 1.5 1.25',
  },
  contrast: {
    stroke: 'M10 2.75a7.25 7.25 0 1 1 0 14.5a7.25 7.25 0 0 1 0-14.5',
    fill: 'M10 2.75a7.25 7.25 0 0 1 0 14.5z',
  },
  download: { stroke: 'M10 3.5v11M5.5 10.25L10 14.75l4.5-4.5' },
  downloaded: {
    stroke: 'M10 2.75a7.25 7.25 0 1 1 0 14.5a7.25 7.25 0 0 1 0-14.5M10 6.25v6.75M7.25 10.5L10 13.25l2.75-2.75',
  },
  downloads: { stroke: 'M10 2.75v9.5M5.75 8.25L10 12.5l4.25-4.25M3.25 16.75h13.5' },
  episode: { stroke: 'M3.25 5h13.5M3.25 10h13.5M3.25 15h8.5' },
  external: {
    stroke:
      'M11.5 3.5h5v5M16.5 3.5L9.5 10.5M8 4.25H5A1.75 1.75 0 0 0 3.25 6v9A1.75 1.75 0 0 0 5 16.75h9A1.75 1.75 0 0 0 15.75 15v-3',
  },
  filter: { stroke: 'M3 5.5h14M5.75 10h8.5M8.5 14.5h3' },
  bookmark: { stroke: 'M5.75 3.25h8.5a1 1 0 0 1 1 1v12.5L10 13.25l-5.25 3.5V4.25a1 1 0 0 1 1-1' },
  folder: {
    stroke:
      'M2.75 6.25a1.5 1.5 0 0 1 1.5-1.5H7.5l1.75 2h6.5a1.5 1.5 0 0 1 1.5 1.5v6.5a1.5 1.5 0 0 1-1.5 1.5H4.25a1.5 1.5 0 0 1-1.5-1.5z',
  },
  globe: {
    stroke:
      'M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 0 1 0-15M10 2.5c-4.35 4.5-4.35 10.5 0 15M10 2.5c4.35 4.5 4.35 10.5 0 15M2.75 10h14.5',
  },
  headphones: {
    stroke:
      'M3.25 13.5V10a6.75 6.75 0 0 1 13.5 0v3.5M3.25 12.25a1.25 1.25 0 0 1 1.25-1.25h.75a1 1 0 0 1 1 1v3.5a1 1 0 0 1-1 1H4.5a1.25 1.25 0 0 1-1.25-1.25zM16.75 12.25A1.25 1.25 0 0 0 15.5 11h-.75a1 1 0 0 0-1 1v3.5a1 1 0 0 0 1 1h.75a1.25 1.25 0 0 0 1.25-1.25z',
  },
  heart: { stroke: heart() },
  heartFull: { stroke: heart(), fill: heart() },
  history: { stroke: 'M3.25 6.25v-3M3.25 6.25h3M3.5 6.1a7.25 7.25 0 1 1-.75 3.9M10 5.75V10l2.75 1.75' },
  inbox: {
    stroke:
      'M5.6 3.75h8.8a1 1 0 0 1 .95.7l1.9 6.3v4a1.5 1.5 0 0 1-1.5 1.5H4.25a1.5 1.5 0 0 1-1.5-1.5v-4l1.9-6.3a1 1 0 0 1 .95-.7M2.75 11h4l1 2h4.5l1-2h4',
  },
  info: { stroke: 'M10 2.75a7.25 7.25 0 1 1 0 14.5a7.25 7.25 0 0 1 0-14.5M10 9.25v4.25', fill: dot(10, 6.5, 0.95) },
  keyboard: {
    stroke:
      'M3.75 5h12.5a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5H3.75a1.5 1.5 0 0 1-1.5-1.5v-7A1.5 1.5 0 0 1 3.75 5M5.25 8.25h.01M8.4 8.25h.01M11.6 8.25h.01M14.75 8.25h.01M7 11.75h6',
  },
  language: {
    stroke:
      'M2.75 5.25h8.5M7 3.25v2M9.5 5.25c-.6 3.4-3 6.1-6.25 7.5M4.75 7.75c.9 2.1 2.6 3.7 5 4.75M9.75 16.75L13.5 8l3.75 8.75M11 14h5',
  },
  library: { stroke: `${tile(3, 3)}${tile(11.25, 3)}${tile(3, 11.25)}${tile(11.25, 11.25)}` },
  link: {
    stroke:
      'M8.4 11.6a3.1 3.1 0 0 0 4.4 0l2.9-2.9a3.1 3.1 0 0 0-4.4-4.4l-.9.9M11.6 8.4a3.1 3.1 0 0 0-4.4 0l-2.9 2.9a3.1 3.1 0 0 0 4.4 4.4l.9-.9',
  },
  lock: {
    stroke:
      'M5.75 9h8.5a1.25 1.25 0 0 1 1.25 1.25v5.5A1.25 1.25 0 0 1 14.25 17h-8.5a1.25 1.25 0 0 1-1.25-1.25v-5.5A1.25 1.25 0 0 1 5.75 9M6.75 9V6.25a3.25 3.25 0 0 1 6.5 0V9',
  },
  mini: {
    stroke:
      'M3.75 4.25h12.5a1.25 1.25 0 0 1 1.25 1.25v3M2.5 8V5.5a1.25 1.25 0 0 1 1.25-1.25M2.5 8v6.5a1.25 1.25 0 0 0 1.25 1.25h3.5M10.5 11.25h5.75a1 1 0 0 1 1 1v3a1 1 0 0 1-1 1H10.5a1 1 0 0 1-1-1v-3a1 1 0 0 1 1-1',
  },
  moon: { stroke: 'M16.5 12.1A7 7 0 0 1 7.9 3.5a6.75 6.75 0 1 0 8.6 8.6z' },
  more: { fill: `${dot(4.25, 10, 1.15)}${dot(10, 10, 1.15)}${dot(15.75, 10, 1.15)}` },
  muted: { stroke: `${speaker()}M12.75 8l4 4M16.75 8l-4 4` },
  next: {
    stroke: 'M15.25 4.5v11',
    fill: 'M4.5 4.9v10.2a.6.6 0 0 0 .93.5l7.6-5.1a.6.6 0 0 0 0-1l-7.6-5.1a.6.6 0 0 0-.93.5z',
  },
  offline: {
    stroke:
      'M3 3l14 14M2.6 8.2a11 11 0 0 1 2.9-2M9.1 5.1a11 11 0 0 1 8.3 3.1M5.3 11a7.2 7.2 0 0 1 3.2-1.9M12.9 9.75A7.2 7.2 0 0 1 14.7 11M7.8 13.7a3.6 3.6 0 0 1 3.6-.55',
    fill: dot(10, 16, 1),
  },
  pause: { fill: bar(5.75) + bar(11) },
  paused: { stroke: 'M10 2.75a7.25 7.25 0 1 1 0 14.5a7.25 7.25 0 0 1 0-14.5M8.25 7.5v5M11.75 7.5v5' },
  play: { fill: 'M6.25 4.15c0-.78.86-1.26 1.52-.84l9 5.85a1 1 0 0 1 0 1.68l-9 5.85a1 1 0 0 1-1.52-.84z' },
  playing: { stroke: 'M4 11.5v4M8 7.5v8M12 10v5.5M16 5v10.5' },
  plus: { stroke: 'M10 4v12M4 10h12' },
  refresh: {
    stroke:
      'M16.25 8.25A6.5 6.5 0 0 0 4.9 5.95L3.25 7.75M3.25 3.75v4h4M3.75 11.75A6.5 6.5 0 0 0 15.1 14.05l1.65-1.8M16.75 16.25v-4h-4',
  },
  search: { stroke: 'M8.75 3a5.75 5.75 0 1 1 0 11.5a5.75 5.75 0 0 1 0-11.5M13 13l4 4' },
  settings: { stroke: `M10 7a3 3 0 1 1 0 6a3 3 0 0 1 0-6${rays()}` },
  shuffle: {
    stroke:
      'M2.75 6h2.5c1.6 0 2.6.9 3.4 2.1l2.7 3.8c.8 1.2 1.8 2.1 3.4 2.1h2.25M2.75 14h2.5c1.3 0 2.2-.6 2.9-1.5M11.85 7.5c.7-.9 1.6-1.5 2.9-1.5h2.25M15 3.75L17.25 6L15 8.25M15 11.75L17.25 14L15 16.25',
  },
  sort: { stroke: 'M3 5h7.5M3 9.25h5.25M3 13.5h3M13.75 5v10M10.75 12.25l3 3l3-3' },
  star: { stroke: star() },
  starFull: { stroke: star(), fill: star() },
  stream: {
    stroke: 'M2.6 8.2a11 11 0 0 1 14.8 0M5.3 11a7.2 7.2 0 0 1 9.4 0M7.8 13.7a3.6 3.6 0 0 1 4.4 0',
    fill: dot(10, 16, 1),
  },
  unlock: {
    stroke:
      'M5 9h10a1.25 1.25 0 0 1 1.25 1.25v5.5A1.25 1.25 0 0 1 15 17H5a1.25 1.25 0 0 1-1.25-1.25v-5.5A1.25 1.25 0 0 1 5 9M6.75 9V6.25a3.25 3.25 0 0 1 6.2-1.35',
  },
  upNext: {
    stroke: 'M3.25 5.25h13.5M3.25 9.5h7.5M3.25 13.75h7.5',
    fill: 'M13.25 10.4v5.7a.5.5 0 0 0 .77.42l4-2.85a.5.5 0 0 0 0-.84l-4-2.85a.5.5 0 0 0-.77.42z',
  },
  trash: {
    stroke:
      'M3.5 5.5h13M8 5.25V4a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v1.25M5 5.75l.7 9.9A1.5 1.5 0 0 0 7.2 17h5.6a1.5 1.5 0 0 0 1.5-1.35l.7-9.9M8.25 9v4.5M11.75 9v4.5',
  },
  volume: { stroke: `${speaker()}M12.75 7.75a3.2 3.2 0 0 1 0 4.5M15 5.5a6.4 6.4 0 0 1 0 9` },
  warning: {
    stroke:
      'M8.75 3.6L2.5 14.6A1.45 1.45 0 0 0 3.75 16.75h12.5a1.45 1.45 0 0 0 1.25-2.15L11.25 3.6a1.45 1.45 0 0 0-2.5 0M10 7.75v3.5',
    fill: dot(10, 13.85, 0.95),
  },
} as const satisfies Record<string, Drawing>;

export type IconName = keyof typeof drawings;

function dot(x: number, y: number, radius: number): string {
  return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
}

function bar(x: number): string {
  return `M${x + 0.75} 4h1.75a.75.75 0 0 1 .75.75v10.5a.75.75 0 0 1-.75.75h-1.75a.75.75 0 0 1-.75-.75V4.75a.75.75 0 0 1 .75-.75z`;
}

function tile(x: number, y: number): string {
  return `M${x + 1} ${y}h3.75a1 1 0 0 1 1 1v3.75a1 1 0 0 1-1 1H${x + 1}a1 1 0 0 1-1-1V${y + 1}a1 1 0 0 1 1-1z`;
}

function speaker(): string {
  return 'M3 7.75v4.5h2.6L9.75 15.5v-11L5.6 7.75z';
}

function heart(): string {
  return 'M10 16.5C5.5 13.6 2.9 11 2.9 7.85A3.75 3.75 0 0 1 10 6.1a3.75 3.75 0 0 1 7.1 1.75C17.1 11 14.5 13.6 10 16.5z';
}

function star(): string {
  return 'M10 2.9l2.15 4.5l4.95.65l-3.63 3.42l.92 4.9L10 13.98l-4.39 2.39l.92-4.9L2.9 8.05l4.95-.65z';
}

function rays(): string {
  const inner = 5.25;
  const outer = 7.5;
  return Array.from({ length: 8 }, (_, turn) => {
    const angle = (turn * Math.PI) / 4;
    const at = (radius: number): string =>
      `${(10 + radius * Math.sin(angle)).toFixed(2)} ${(10 - radius * Math.cos(angle)).toFixed(2)}`;
    return `M${at(inner)}L${at(outer)}`;
  }).join('');
}
