// @vitest-environment jsdom
/** When and how fast is downloaded, as it is set. */
import axe from 'axe-core';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test } from 'vitest';

import Root from '../../Root.svelte';
import { formatMinute } from '../../lib/hours';
import { rehearse, type Rehearsal, settle } from '../../testing/app';
import PaceSettings from './PaceSettings.svelte';

let stage: Rehearsal;
let view: object | undefined;

afterEach(async () => {
  if (view) await unmount(view);
  stage.close();
  document.body.innerHTML = '';
});

async function shown(): Promise<void> {
  await settle();
  flushSync();
}

async function open(): Promise<void> {
  stage = await rehearse({ preferences: { language: 'en' } });
  view = mount(Root, { target: document.body, props: { app: stage.app, view: PaceSettings as never } });
  await shown();
}

const find = <E extends HTMLElement>(testid: string) => document.querySelector<E>(`[data-testid="${testid}"]`)!;

async function press(testid: string): Promise<void> {
  find(testid).click();
  await shown();
}

/** Types, and leaves the field. */
async function type(testid: string, text: string): Promise<void> {
  const field = find<HTMLInputElement>(testid);
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
  field.dispatchEvent(new Event('change', { bubbles: true }));
  await shown();
}

async function choose(testid: string, key: number): Promise<void> {
  const list = find<HTMLSelectElement>(testid);
  list.value = String(key);
  list.dispatchEvent(new Event('change', { bubbles: true }));
  await shown();
}

/** As the strip says it, with the hours as on the clock of this locale. */
const stretch = (from: number, to: number, what: string) => {
  const [first, end] = [from, to].map((hour) => formatMinute(hour * 60, stage.app.language.locale));
  return `${first} to ${end}: ${what}`;
};

const day = () =>
  [...document.querySelectorAll('[data-testid="pace-settings"] ul li .spoken')].map(({ textContent }) => textContent);

test('full at night, 200 kB/s by day', async () => {
  await open();
  expect(day()).toEqual([stretch(0, 24, 'Full speed')]);
  await type('bandwidth', '200');
  await press('add-hours');
  expect(await stage.memory.getDownloadSettings()).toEqual({
    bandwidth: 200_000,
    byHour: [{ hours: { from: 23 * 60, to: 7 * 60 }, limit: null }],
    start: null,
  });
  expect(day()).toEqual([
    stretch(0, 7, 'Full speed'),
    stretch(7, 23, 'At most 200 kB/s'),
    stretch(23, 24, 'Full speed'),
  ]);
  await choose('hours-0-from', 22 * 60);
  await type('hours-0-limit', '1500');
  const [part] = (await stage.memory.getDownloadSettings()).byHour;
  expect(part).toEqual({ hours: { from: 22 * 60, to: 7 * 60 }, limit: 1_500_000 });
  await press('hours-0-remove');
  await type('bandwidth', '');
  expect(await stage.memory.getDownloadSettings()).toEqual({ bandwidth: null, byHour: [], start: null });
});

test('downloads begin at any time, or only at the hours that are set', async () => {
  await open();
  await press('start-between');
  await choose('start-to', 6 * 60);
  expect((await stage.memory.getDownloadSettings()).start).toEqual({ from: 23 * 60, to: 6 * 60 });
  expect(day()[1]).toBe(stretch(6, 23, 'None begins'));
  await press('start-any');
  expect((await stage.memory.getDownloadSettings()).start).toBeNull();
});

test('what is no speed is said beside the field and changes nothing', async () => {
  await open();
  await type('bandwidth', '200');
  for (const text of ['fast', '0', '-3']) {
    await type('bandwidth', text);
    expect(document.querySelector('[role="alert"]')?.textContent).toBe(
      'Type a number from 1, or nothing for full speed.',
    );
  }
  expect((await stage.memory.getDownloadSettings()).bandwidth).toBe(200_000);
});

test('axe finds nothing with everything open', async () => {
  await open();
  await press('add-hours');
  await press('add-hours');
  await press('start-between');
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
