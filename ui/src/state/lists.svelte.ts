/** Lists of podcasts from and for other programs: what importing one would do, doing it, and writing our own. */
import type { Backend } from '../backend';
import { failureIn } from '../backend/backend';
import type { Failure, ImportPlan } from '../backend/wire';
import { formatNumber } from '../lib/formats';
import { m } from '../paraglide/messages';
import type { Language } from './language.svelte';
import type { Podcasts } from './podcasts.svelte';
import type { Toasts } from './toasts.svelte';

export class Lists {
  /** The dialog is open. */
  importing = $state(false);
  /** What the chosen file would bring; nothing has been done yet. */
  plan = $state.raw<ImportPlan | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);
  exporting = $state(false);

  #backend: Backend;
  #podcasts: Podcasts;
  #toasts: Toasts;
  #language: Language;
  #bytes: Uint8Array | null = null;
  #reading = 0;

  constructor(backend: Backend, podcasts: Podcasts, toasts: Toasts, language: Language) {
    this.#backend = backend;
    this.#podcasts = podcasts;
    this.#toasts = toasts;
    this.#language = language;
  }

  open(): void {
    this.plan = null;
    this.failure = null;
    this.#bytes = null;
    this.importing = true;
  }

  close(): void {
    this.importing = false;
  }

  /** A file was chosen: what would importing it do? */
  choose(file: Blob): Promise<void> {
    return this.#read(async () => new Uint8Array(await file.arrayBuffer()));
  }

  /** A list was dropped onto the window, or Friday was opened with one. */
  openGiven(): Promise<void> {
    this.open();
    return this.#read(() => this.#backend.readOpenedList());
  }

  /** Does what the plan says. The episodes come in the background. */
  async import(): Promise<void> {
    if (!this.#bytes) return;
    this.busy = true;
    try {
      const { added } = await this.#backend.importList(this.#bytes);
      this.importing = false;
      this.#toasts.show({ kind: 'done', text: m.import_done({ count: added, shown: this.#shown(added) }) });
      await this.#podcasts.load();
    } catch (thrown) {
      this.failure = failureIn(thrown);
    }
    this.busy = false;
  }

  async export(): Promise<void> {
    this.exporting = true;
    await this.#toasts.answer(
      this.#backend.exportList().then(({ file, podcasts, private: secret }) => {
        const done = m.export_done({ count: podcasts, shown: this.#shown(podcasts), file });
        const warning = secret.length ? ` ${m.export_private({ titles: secret.slice(0, 3).join(', ') })}` : '';
        this.#toasts.show({ kind: 'done', text: done + warning });
      }),
    );
    this.exporting = false;
  }

  /** Of two lists that are read at once, the later one counts. */
  async #read(list: () => Promise<Uint8Array>): Promise<void> {
    const reading = ++this.#reading;
    this.plan = null;
    this.failure = null;
    this.#bytes = null;
    this.busy = true;
    try {
      const bytes = await list();
      const plan = await this.#backend.planImport(bytes);
      if (reading === this.#reading) [this.#bytes, this.plan] = [bytes, plan];
    } catch (thrown) {
      if (reading === this.#reading) this.failure = failureIn(thrown);
    }
    if (reading === this.#reading) this.busy = false;
  }

  #shown(count: number): string {
    return formatNumber(count, this.#language.locale);
  }
}
