import { expect, test } from 'vitest';

import { addressIn } from './address';

test.each([
  ['https://example.org/feed.xml', 'https://example.org/feed.xml', true],
  ['  https://example.org  ', 'https://example.org', true],
  ['<https://example.org/a>', 'https://example.org/a', true],
  ['feed:https://example.org/rss', 'feed:https://example.org/rss', true],
  ['podcasts://example.org/rss', 'podcasts://example.org/rss', true],
  ['itpcs:example.org/rss', 'itpcs:example.org/rss', true],
  ['itpc://example.org/rss', 'itpc://example.org/rss', true],
  ['example.org/podcast', 'example.org/podcast', true],
  ['example.org', 'example.org', false],
  ['node.js', 'node.js', false],
  ['例え.jp/feed', '例え.jp/feed', true],
  ['localhost:8080/feed', 'localhost:8080/feed', true],
  ['192.168.1.4/feed', '192.168.1.4/feed', true],
  ['example.org:8443', 'example.org:8443', true],
])('%s is an address', (text, address, certain) => {
  expect(addressIn(text)).toEqual({ text: address, certain });
});

test.each([
  '',
  '  ',
  'tides',
  'the tide table',
  'v1.0',
  'etc.',
  'what is node.js',
  'https://',
  'http:// x',
  'a.b:port',
  'javascript:alert(1)',
  'file:///etc/passwd',
])('“%s” is not an address', (text) => {
  expect(addressIn(text)).toBeNull();
});
