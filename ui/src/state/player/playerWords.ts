/** What the listener is told of the player beside what is seen of it. */
import type { Episode, Reason } from '../../backend/wire';
import { reasonWords } from '../../lib/reasons';
import { formatClock, formatLength } from '../../lib/times';
import { m } from '../../paraglide/messages';
import type { Announcer } from '../announcer.svelte';
import type { Toasts } from '../toasts.svelte';

export class PlayerWords {
  #announcer: Announcer;
  #toasts: Toasts;
  /** The episode that a screen reader was told of last; going on after a pause is no news. */
  #announced: number | null = null;

  constructor(announcer: Announcer, toasts: Toasts) {
    this.#announcer = announcer;
    this.#toasts = toasts;
  }

  playing({ id, title, podcastTitle }: Episode): void {
    if (this.#announced === id) return;
    this.#announced = id;
    this.#announcer.say(m.answer_playing({ title, podcast: podcastTitle }));
  }

  failed(reason: Reason): void {
    const { sentence, next } = reasonWords(reason);
    this.#announcer.alert(next ? `${sentence} ${next}` : sentence);
  }

  /** The file lasts so many seconds longer than when it was heard last; less than 0 where it is shorter. */
  lengthChanged(seconds: number): void {
    const length = formatLength(Math.abs(seconds));
    const text = seconds > 0 ? m.file_is_longer({ length }) : m.file_is_shorter({ length });
    this.#toasts.show({ kind: 'info', text });
  }

  /** A jump that can be taken back. */
  jumped(from: number, to: number, takeBack: () => void): void {
    this.#toasts.show({
      kind: 'info',
      text: m.jumped_to({ position: formatClock(to) }),
      action: { label: m.back_to({ position: formatClock(from) }), run: takeBack },
    });
  }
}
