import { expect, test } from 'vitest';

import { makeMemory } from '../backend/memory';
import { shows } from '../backend/memory/shows';

const list = (...urls: string[]): Uint8Array =>
  new TextEncoder().encode(
    `<opml><body>${urls.map((url) => `<outline text="A" xmlUrl="${url}"/>`).join('')}</body></opml>`,
  );

test('a list is planned before it is imported, and a second import adds nothing', async () => {
  const memory = makeMemory({ world: 'empty' });
  const both = list(shows[0]!.feedUrl, 'file:///etc/passwd');
  const plan = await memory.planImport(both);
  expect([plan.fresh.length, plan.known, plan.skipped.length]).toEqual([1, 0, 1]);
  expect((await memory.listPodcasts()).length).toBe(0);
  expect(await memory.importList(both)).toEqual({ added: 1, known: 0 });
  expect(await memory.importList(both)).toEqual({ added: 0, known: 1 });
  memory.close();
});

test('what is no list is refused', async () => {
  const memory = makeMemory({ world: 'empty' });
  await expect(memory.planImport(new TextEncoder().encode('<html></html>'))).rejects.toThrow();
  memory.close();
});
