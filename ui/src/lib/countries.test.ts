import { expect, test } from 'vitest';

import { countriesIn, countryOf } from './countries';

test.each([
  [['de-AT', 'en'], 'at'],
  [['zh-CN'], 'cn'],
  [['ja'], 'jp'],
  [['en'], 'us'],
  [['es-419', 'es-MX'], 'mx'],
  [['eo', 'C', ''], 'us'],
  [[], 'us'],
])('whoever speaks %j sees the chart of %s', (languages, country) => {
  expect(countryOf(languages)).toBe(country);
});

test('countries are sorted by their names in the language of the listener', () => {
  const names = (locale: string) => countriesIn(locale).map(({ label }) => label);
  expect(names('en')).toEqual([...names('en')].sort(new Intl.Collator('en').compare));
  expect(names('en')).toContain('Germany');
  expect(names('zh-CN')).toContain('德国');
});
