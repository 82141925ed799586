/** The keys of the window, the back and forward buttons of the mouse, and what Esc closes. */
import { type Command, commandOf, focusOf, nudge } from '../lib/shortcuts';
import { speedStep } from '../lib/playing';
import type { App } from './app.svelte';

const volumeStep = 0.05;

export class Keyboard {
  /** The sheet of shortcuts is open. */
  sheetOpen = $state(false);

  #app: App;
  #mac = /mac/i.test(navigator.platform);
  #layers: { close: () => void }[] = [];
  #fields: HTMLInputElement[] = [];
  #fieldWanted = false;

  constructor(app: App) {
    this.#app = app;
    addEventListener('keydown', this.#pressed);
    addEventListener('mouseup', this.#clicked);
  }

  /** The modifier is ⌘ rather than Ctrl. */
  get mac(): boolean {
    return this.#mac;
  }

  close(): void {
    removeEventListener('keydown', this.#pressed);
    removeEventListener('mouseup', this.#clicked);
  }

  /** Something that opens on top says how Esc closes it; the answer takes it off again. */
  layer(close: () => void): () => void {
    const layer = { close };
    this.#layers.push(layer);
    return () => {
      this.#layers = this.#layers.filter((other) => other !== layer);
    };
  }

  /** `{@attach app.keyboard.searchField}` on the search field of a page: the search keys lead to it. */
  searchField = (field: HTMLInputElement): (() => void) => {
    this.#fields.push(field);
    if (this.#fieldWanted) this.#enter(field);
    return () => {
      this.#fields = this.#fields.filter((other) => other !== field);
    };
  };

  run(command: Command): void {
    const { player, route, podcasts, chapters, fullPlayer } = this.#app;
    switch (command) {
      case 'togglePlay':
        return void player.toggle();
      case 'skipBack':
        return player.skipBack();
      case 'skipForward':
        return player.skipForward();
      case 'nudgeBack':
        return player.skip(-nudge);
      case 'nudgeForward':
        return player.skip(nudge);
      case 'louder':
        return player.setVolume(player.volume + volumeStep);
      case 'quieter':
        return player.setVolume(player.volume - volumeStep);
      case 'mute':
        return player.toggleMute();
      case 'faster':
        return player.setSpeed(player.speed + speedStep);
      case 'slower':
        return player.setSpeed(player.speed - speedStep);
      case 'normalSpeed':
        return player.setSpeed(1);
      case 'nextEpisode':
        return void player.next();
      case 'previousEpisode':
        return void player.previous();
      case 'mini':
        return void this.#app.mini.toggle();
      case 'bookmark':
        return void (player.episode && this.#app.bookmarks.add(player.episode.id, player.position));
      case 'previousChapter':
        return chapters.previous();
      case 'nextChapter':
        return chapters.next();
      case 'fullPlayer':
        return fullPlayer.toggle();
      case 'chapters':
      case 'transcript':
      case 'notes':
        return fullPlayer.toggle(command);
      case 'upNext':
      case 'library':
      case 'downloads':
      case 'settings':
        return route.go({ view: command });
      case 'discover':
        return route.go({ view: 'discover', query: '' });
      case 'back':
        return route.back();
      case 'forward':
        return route.forward();
      case 'find':
        return this.#app.search.show();
      case 'search':
        return this.#search();
      case 'add':
        this.#fieldWanted = route.place.view !== 'discover';
        if (!this.#fieldWanted) return this.#search();
        return route.go({ view: 'discover', query: '' });
      case 'refresh':
        return void podcasts.refresh(route.place.view === 'podcast' ? route.place.id : null);
      case 'refreshAll':
        return void podcasts.refresh(null);
      case 'sheet':
        this.sheetOpen = !this.sheetOpen;
        return;
      case 'close':
        return this.#layers.at(-1)?.close();
    }
  }

  #pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const command = commandOf(
      event,
      focusOf(document.activeElement),
      this.#app.preferences.current.singleKeys,
      this.#mac,
    );
    if (!command) return;
    // Under a dialog nothing moves; a dialog closes itself on Esc.
    if (document.querySelector('dialog[open]') && command !== 'close' && command !== 'sheet') return;
    if (command === 'close' && this.#layers.length === 0) return;
    event.preventDefault();
    this.run(command);
  };

  #clicked = (event: MouseEvent): void => {
    if (event.button !== 3 && event.button !== 4) return;
    event.preventDefault();
    this.run(event.button === 3 ? 'back' : 'forward');
  };

  /** To the search field of this page; where it has none, to the one of Discover. */
  #search(): void {
    const field = this.#fields.at(-1);
    if (field) return this.#enter(field);
    this.#fieldWanted = true;
    this.#app.route.go({ view: 'discover', query: '' });
  }

  #enter(field: HTMLInputElement): void {
    this.#fieldWanted = false;
    // After the page has given the focus to its heading.
    requestAnimationFrame(() => {
      field.focus();
      field.select();
    });
  }
}
