import { expect, test } from 'vitest';

import type { PodcastRules } from '../backend/wire';
import { formOf, rulesIn } from './rulesForm';

const none: PodcastRules = {
  autoDownload: null,
  keep: { newest: null, daysAfterPlayed: null, budget: null },
  quality: null,
  arrivals: 'inbox',
};
const some: PodcastRules = {
  autoDownload: {
    newest: 3,
    contains: ['news', 'late night'],
    excludes: ['rerun'],
    shortest: 300,
    longest: null,
    types: ['full', 'bonus'],
  },
  keep: { newest: 5, daysAfterPlayed: 0, budget: 2_500_000_000 },
  quality: 'smallFirst',
  arrivals: 'nowhere',
};

test.each([none, some])('rules that were shown and not touched are the same rules', (rules) => {
  expect(rulesIn(formOf(rules))).toEqual(rules);
});

test('what is no number saves nothing', () => {
  for (const field of ['shortest', 'longest', 'budget'] as const) {
    expect(rulesIn({ ...formOf(some), [field]: 'much' })).toBeNull();
  }
});

test('turning it off forgets the filters', () => {
  expect(rulesIn({ ...formOf(some), newest: 'off' })?.autoDownload).toBeNull();
});
