import { expect, test } from 'vitest';

import { pathOf, type Place, placeOf } from './places';

test.each<[string, Place]>([
  ['', { view: 'home' }],
  ['library', { view: 'library' }],
  ['podcast/12', { view: 'podcast', id: 12 }],
  ['episode/100003', { view: 'episode', id: 100_003 }],
  ['downloads', { view: 'downloads' }],
  ['discover', { view: 'discover', query: '' }],
  ['discover?q=slow+machines', { view: 'discover', query: 'slow machines' }],
  ['discover?q=a%26b%23c%3F', { view: 'discover', query: 'a&b#c?' }],
  ['settings', { view: 'settings' }],
])('#%s and its place name each other', (path, place) => {
  expect(placeOf(`#${path}`)).toEqual(place);
  expect(placeOf(path)).toEqual(place);
  expect(pathOf(place)).toBe(path);
});

test.each(['nonsense', 'podcast', 'podcast/', 'podcast/0', 'podcast/x', 'podcast/1/2', 'library/3', 'episode/-1'])(
  '#%s leads nowhere, and says so',
  (path) => {
    expect(placeOf(path)).toEqual({ view: 'nowhere', path });
  },
);
