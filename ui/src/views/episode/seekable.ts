/** Makes buttons of the moments that notes name. Only text becomes a button, so what was sanitised stays so. */
import { timestampsIn } from '../../lib/timestamps';

/** The words of links and of code are left alone. */
const apart = 'a, button, code, pre';

export interface Seekable {
  /** In seconds; 0 while it is unknown. */
  duration: number;
  label: (words: string) => string;
}

export function makeSeekable(notes: HTMLElement, { duration, label }: Seekable): void {
  const walker = document.createTreeWalker(notes, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    if (text.parentElement?.closest(apart)) continue;
    // From the last to the first, so that the places of those before stay what they are.
    for (const { index, length, seconds } of timestampsIn(text.data, duration).reverse()) {
      const words = text.splitText(index);
      words.splitText(length);
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'moment';
      button.dataset['seconds'] = String(seconds);
      button.ariaLabel = label(words.data);
      words.replaceWith(button);
      button.append(words);
    }
  }
}
