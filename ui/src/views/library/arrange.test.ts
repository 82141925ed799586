import { describe, expect, it } from 'vitest';
import type { Podcast } from '../../backend/wire';
import { arrange, type Arrangement } from './arrange';

const plain: Podcast = {
  id: 0,
  title: '',
  author: null,
  description: null,
  website: null,
  feedUrl: '',
  artwork: null,
  subscribed: true,
  favorite: false,
  serial: false,
  episodes: 1,
  unplayed: 0,
  downloaded: 0,
  newest: null,
  feed: { checked: null, succeeded: null, nextCheck: null, failures: 0, error: null, login: null },
};

const podcasts: Podcast[] = [
  { ...plain, id: 1, title: 'Zebra', newest: 30, unplayed: 2 },
  { ...plain, id: 2, title: 'Café Society', author: 'Radio Öst', newest: 10, downloaded: 1 },
  { ...plain, id: 3, title: 'apple', newest: 20, unplayed: 9 },
  { ...plain, id: 4, title: 'Episode 10', favorite: true, newest: 1 },
  { ...plain, id: 5, title: 'Episode 9', favorite: true, newest: 1 },
];

function ids(arrangement: Partial<Arrangement>): number[] {
  return arrange(podcasts, { order: 'title', shelf: 'all', text: '', ...arrangement }, 'en').map(({ id }) => id);
}

describe('the library', () => {
  it('puts favourites first in every order', () => {
    expect(ids({ order: 'title' })).toEqual([5, 4, 3, 2, 1]);
    expect(ids({ order: 'recent' })).toEqual([5, 4, 1, 3, 2]);
    expect(ids({ order: 'unplayed' })).toEqual([5, 4, 3, 1, 2]);
  });

  it('shows a shelf', () => {
    expect(ids({ shelf: 'favorites' })).toEqual([5, 4]);
    expect(ids({ shelf: 'unplayed' })).toEqual([3, 1]);
    expect(ids({ shelf: 'downloaded' })).toEqual([2]);
  });

  it('finds all words in title and author, whatever their case and accents', () => {
    expect(ids({ text: 'ost CAFE' })).toEqual([2]);
    expect(ids({ text: 'cafe zebra' })).toEqual([]);
  });
});
