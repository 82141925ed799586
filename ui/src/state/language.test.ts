// @vitest-environment jsdom
import { expect, test, vi } from 'vitest';

import type { Language as Tongue } from '../backend/wire';
import { m } from '../messages';
import { rehearse } from '../testing/app';
import { Language } from './language.svelte';
import { defaults } from './preferences.svelte';

const words = m as unknown as Record<string, () => string>;

test('a text that was taken in one language is said in the other once that is chosen', async () => {
  const { app, close } = await rehearse({ preferences: { language: 'en' } });
  const title = words['settings_title']!;
  expect(title()).toBe('Settings');
  app.preferences.set({ language: 'zh-CN' });
  expect(title()).toBe('设置');
  close();
});

test('the first words are in the language that was chosen last time, before Rust has answered', async () => {
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  const preferences = { current: defaults };
  const open = () => new Language(preferences as never, ['en-GB']);
  expect(open().current).toBe('en');

  const choose = (language: Tongue | null) => {
    preferences.current = { ...defaults, language };
    open().keep();
    preferences.current = defaults;
  };
  choose('zh-CN');
  expect(open().current).toBe('zh-CN');
  choose(null);
  expect(open().current).toBe('en');
});
