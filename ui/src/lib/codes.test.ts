/** Every code that Rust can give for a failure, as its sources say, has words. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { expect, test } from 'vitest';

import { knownCodes } from './reasons';

const root = join(import.meta.dirname, '../../..');
const code = '"([a-z0-9_]+)"';

/** Sources without their tests. */
function sources(folder: string): { file: string; text: string }[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.rs') && basename(file) !== 'tests.rs')
    .map((file) => ({ file, text: readFileSync(join(root, folder, file), 'utf8').split('#[cfg(test)]')[0]! }));
}

function codesIn({ file, text }: { file: string; text: string }): string[] {
  const found = (pattern: string) => [...text.matchAll(new RegExp(pattern, 'g'))].map(([, name]) => name!);
  // A code is given where an error is made, in the `code` of an error type, or by a constant.
  const constants = new Map([...text.matchAll(/const ([A-Z_]+): &str = "([a-z0-9_]+)"/g)].map(([, a, b]) => [a!, b!]));
  const named = [
    ...found(String.raw`Failure::[a-z_]+\(\s*(?:[^"();]*,\s*)?([A-Z_]{3,})\b`),
    ...found(String.raw`\bcode: ([A-Z_]{3,})\b`),
  ];
  return [
    ...found(String.raw`Failure::[a-z_]+\(\s*(?:[^"();]*,\s*)?${code}`),
    ...found(String.raw`\bcode: ${code}`),
    ...(basename(file) === 'error.rs' ? found(`=> ${code}`) : []),
    ...named.flatMap((name) => constants.get(name) ?? []),
  ];
}

const codes = ['crates/net/src', 'crates/queue/src', 'crates/engine/src', 'src-tauri/src'].flatMap((folder) =>
  sources(folder).flatMap(codesIn),
);

test('the sources are read: codes are found however they are given', () => {
  expect(codes).toEqual(expect.arrayContaining(['dns', 'http_503', 'crashed', 'not_audio', 'outside_hours', 'bug']));
});

test.each([...new Set(codes)].sort())('%s, which Rust gives, has words', (code) => {
  expect(knownCodes).toContain(code);
});
