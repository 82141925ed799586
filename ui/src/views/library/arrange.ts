/** Which podcasts the library shows, and in which order. Favourites come first in every order. */
import type { Podcast } from '../../backend/wire';

export const orders = ['recent', 'title', 'unplayed'] as const;
export type Order = (typeof orders)[number];

export const shelves = ['all', 'favorites', 'unplayed', 'downloaded'] as const;
export type Shelf = (typeof shelves)[number];

export interface Arrangement {
  readonly order: Order;
  readonly shelf: Shelf;
  /** Every word of it is in the title or the author. */
  readonly text: string;
}

export function arrange(podcasts: readonly Podcast[], { order, shelf, text }: Arrangement, locale: string): Podcast[] {
  const words = folded(text).split(/\s+/).filter(Boolean);
  const byTitle = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  return podcasts
    .filter((podcast) => onShelf(podcast, shelf) && has(podcast, words))
    .sort(
      (a, b) =>
        Number(b.favorite) - Number(a.favorite) ||
        (order === 'recent' ? (b.newest ?? 0) - (a.newest ?? 0) : 0) ||
        (order === 'unplayed' ? b.unplayed - a.unplayed : 0) ||
        byTitle.compare(a.title, b.title) ||
        a.id - b.id,
    );
}

function onShelf(podcast: Podcast, shelf: Shelf): boolean {
  switch (shelf) {
    case 'all':
      return true;
    case 'favorites':
      return podcast.favorite;
    case 'unplayed':
      return podcast.unplayed > 0;
    case 'downloaded':
      return podcast.downloaded > 0;
  }
}

function has(podcast: Podcast, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const hay = folded(`${podcast.title} ${podcast.author ?? ''}`);
  return words.every((word) => hay.includes(word));
}

/** Without case and accents: "cafe" finds "Café". */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
