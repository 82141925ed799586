/** English and Chinese say the same things, with the same blanks to fill in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../messages');
const folders = [
  '.',
  ...readdirSync(root, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map(({ name }) => name),
];

const read = (folder: string, locale: string) =>
  JSON.parse(readFileSync(join(root, folder, `${locale}.json`), 'utf8')) as Record<string, unknown>;

/** The blanks of a message, whatever its forms. */
function blanksOf(message: unknown): string[] {
  const text = typeof message === 'string' ? message : JSON.stringify((message as { match: unknown }[])[0]?.match);
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort();
}

test.each(folders)('the messages in “%s” are complete in both languages', (folder) => {
  const [english, chinese] = [read(folder, 'en'), read(folder, 'zh-CN')];
  expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort());
  const blanks = (messages: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, blanksOf(message)]));
  expect(blanks(chinese)).toEqual(blanks(english));
});

test('no two files use the same name', () => {
  const names = folders.flatMap((folder) => Object.keys(read(folder, 'en'))).filter((name) => name !== '$schema');
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
