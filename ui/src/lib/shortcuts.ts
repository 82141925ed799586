/** The keys of the window: which chord means which command, and how the sheet of shortcuts shows them. */
import { m } from '../paraglide/messages';

export type Command =
  | 'togglePlay'
  | 'skipBack'
  | 'skipForward'
  | 'nudgeBack'
  | 'nudgeForward'
  | 'louder'
  | 'quieter'
  | 'mute'
  | 'faster'
  | 'slower'
  | 'normalSpeed'
  | 'nextEpisode'
  | 'previousEpisode'
  | 'bookmark'
  | 'mini'
  | 'previousChapter'
  | 'nextChapter'
  | 'fullPlayer'
  | 'chapters'
  | 'transcript'
  | 'notes'
  | 'upNext'
  | 'library'
  | 'downloads'
  | 'discover'
  | 'settings'
  | 'back'
  | 'forward'
  | 'find'
  | 'search'
  | 'add'
  | 'refresh'
  | 'refreshAll'
  | 'sheet'
  | 'close';

/** The lengths that the listener has set, for the labels. */
export interface Skips {
  skipBack: number;
  skipForward: number;
}

export interface Shortcut {
  command: Command;
  /** Chords such as `Space`, `Shift+ArrowLeft`, `Mod+1`; Mod is Ctrl, and ⌘ on a Mac. */
  chords: string[];
  label: (skips: Skips) => string;
}

export interface ShortcutGroup {
  label: () => string;
  shortcuts: Shortcut[];
}

export const shortcutGroups: ShortcutGroup[] = [
  {
    label: m.shortcut_group_listen,
    shortcuts: [
      { command: 'togglePlay', chords: ['Space', 'K'], label: () => m.shortcut_play() },
      { command: 'skipBack', chords: ['ArrowLeft', 'J'], label: (s) => m.shortcut_skip_back({ seconds: s.skipBack }) },
      {
        command: 'skipForward',
        chords: ['ArrowRight', 'L'],
        label: (s) => m.shortcut_skip_forward({ seconds: s.skipForward }),
      },
      { command: 'nudgeBack', chords: ['Shift+ArrowLeft'], label: () => m.shortcut_skip_back({ seconds: nudge }) },
      {
        command: 'nudgeForward',
        chords: ['Shift+ArrowRight'],
        label: () => m.shortcut_skip_forward({ seconds: nudge }),
      },
      { command: 'faster', chords: [']'], label: () => m.shortcut_faster() },
      { command: 'slower', chords: ['['], label: () => m.shortcut_slower() },
      { command: 'normalSpeed', chords: ['='], label: () => m.shortcut_normal_speed() },
      { command: 'nextEpisode', chords: ['N'], label: () => m.shortcut_next_episode() },
      { command: 'previousEpisode', chords: ['P'], label: () => m.shortcut_previous_episode() },
      { command: 'previousChapter', chords: ['Mod+ArrowLeft'], label: () => m.shortcut_chapter_previous() },
      { command: 'nextChapter', chords: ['Mod+ArrowRight'], label: () => m.shortcut_chapter_next() },
      { command: 'mini', chords: ['Shift+M'], label: () => m.shortcut_mini() },
      { command: 'bookmark', chords: ['B'], label: () => m.shortcut_bookmark() },
      { command: 'louder', chords: ['Mod+ArrowUp'], label: () => m.shortcut_louder() },
      { command: 'quieter', chords: ['Mod+ArrowDown'], label: () => m.shortcut_quieter() },
      { command: 'mute', chords: ['M'], label: () => m.shortcut_mute() },
    ],
  },
  {
    label: m.shortcut_group_go,
    shortcuts: [
      { command: 'fullPlayer', chords: ['F'], label: () => m.shortcut_full_player() },
      { command: 'chapters', chords: ['C'], label: () => m.shortcut_chapters() },
      { command: 'transcript', chords: ['T'], label: () => m.shortcut_transcript() },
      { command: 'notes', chords: ['I'], label: () => m.shortcut_notes() },
      { command: 'upNext', chords: ['Q'], label: () => m.shortcut_up_next() },
      { command: 'library', chords: ['Mod+1'], label: () => m.shortcut_library() },
      { command: 'downloads', chords: ['Mod+2'], label: () => m.shortcut_downloads() },
      { command: 'discover', chords: ['Mod+3'], label: () => m.shortcut_discover() },
      { command: 'settings', chords: ['Mod+,'], label: () => m.shortcut_settings() },
      { command: 'back', chords: ['Alt+ArrowLeft'], label: () => m.shortcut_back() },
      { command: 'forward', chords: ['Alt+ArrowRight'], label: () => m.shortcut_forward() },
    ],
  },
  {
    label: m.shortcut_group_find,
    shortcuts: [
      { command: 'find', chords: ['Mod+K'], label: () => m.shortcut_find() },
      { command: 'search', chords: ['Mod+F', '/'], label: () => m.shortcut_search() },
      { command: 'add', chords: ['Mod+N'], label: () => m.shortcut_add() },
      { command: 'refresh', chords: ['Mod+R', 'F5'], label: () => m.shortcut_refresh() },
      { command: 'refreshAll', chords: ['Mod+Shift+R'], label: () => m.shortcut_refresh_all() },
    ],
  },
  {
    label: m.shortcut_group_window,
    shortcuts: [
      { command: 'sheet', chords: ['?', 'F1'], label: () => m.shortcut_sheet() },
      { command: 'close', chords: ['Escape'], label: () => m.shortcut_close() },
    ],
  },
];

/** Seconds that Shift and an arrow move. */
export const nudge = 5;

const commands = new Map(
  shortcutGroups.flatMap((group) =>
    group.shortcuts.flatMap(({ command, chords }) => chords.map((chord) => [chord, command])),
  ),
);

/** What of a keyboard event matters here. */
export interface Press {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** What has the focus, as far as keys are concerned: see `focusOf`. */
export type Focus = 'text' | 'button' | 'arrows' | 'page';

/** The command of a key press; none where the key belongs to what has the focus, or single keys are switched off. */
export function commandOf(press: Press, focus: Focus, singleKeys: boolean, mac: boolean): Command | null {
  const chord = chordOf(press, mac);
  const command = (commands.get(chord) as Command | undefined) ?? null;
  if (command === null || command === 'close') return command;
  if (focus === 'text' && !worksInText(chord, mac)) return null;
  if (focus === 'button' && chord === 'Space') return null;
  if (focus === 'arrows' && (chord === 'Space' || /^(Shift\+)?Arrow/.test(chord))) return null;
  if (!singleKeys && chord.length === 1) return null;
  return command;
}

/** In a field, letters and the keys that move the caret are the field's: Ctrl and an arrow everywhere, Alt and an arrow on a Mac. */
function worksInText(chord: string, mac: boolean): boolean {
  if (chord.includes('Arrow')) return chord.startsWith('Alt+') && !mac;
  return /^(Mod\+|Alt\+|F\d)/.test(chord);
}

/** The name of a press as the table spells it. Where the layout has no Latin letters, the key's place counts. */
export function chordOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }: Press, mac: boolean): string {
  const plain =
    key === ' ' ? 'Space' : key.length > 1 || isAscii(key) ? key : (/^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? key);
  const sign = plain.length === 1 && !/[a-z\d]/i.test(plain);
  const mod = mac ? metaKey : ctrlKey;
  const other = mac ? ctrlKey : metaKey;
  // Shift is part of how a sign is typed (`?`), and of a letter only together with Mod.
  return [
    mod && 'Mod',
    other && 'Other',
    altKey && 'Alt',
    shiftKey && !sign && 'Shift',
    plain.length === 1 ? plain.toUpperCase() : plain,
  ]
    .filter(Boolean)
    .join('+');
}

/** The keys of a chord as the sheet shows them, one a cap. */
export function capsOf(chord: string, mac: boolean): string[] {
  return chord.split('+').map((key) => {
    switch (key) {
      case 'Mod':
        return mac ? '⌘' : m.key_control();
      case 'Alt':
        return mac ? '⌥' : m.key_alt();
      case 'Shift':
        return m.key_shift();
      case 'Space':
        return m.key_space();
      case 'Escape':
        return m.key_escape();
      default:
        return arrows[key] ?? key;
    }
  });
}

const arrows: Record<string, string> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' };

const textless = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);
const moving = '[role=slider],[role=grid],[role=listbox],[role=menu],[role=tablist],[role=radiogroup],[role=tree]';

/** What has the focus: a field takes letters, a slider or list its arrows, a button the space bar. */
export function focusOf(element: Element | null): Focus {
  if (!(element instanceof HTMLElement)) return 'page';
  const type = element instanceof HTMLInputElement ? element.type : null;
  if (element.isContentEditable || element.matches('textarea, select') || (type !== null && !textless.has(type)))
    return 'text';
  if (type === 'range' || type === 'radio' || element.closest(moving)) return 'arrows';
  return element.matches('button, summary, input, [role=button], [role=switch], [role=checkbox]') ? 'button' : 'page';
}

function isAscii(key: string): boolean {
  return key.charCodeAt(0) < 128;
}
