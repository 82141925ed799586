/**
 * Keeps how far a page was scrolled with its step in the history, and brings it back there when one comes back. Lists
 * arrive after the page, so it is tried again each time the page grows, until it fits or the listener scrolls.
 */
import type { Attachment } from 'svelte/attachments';

interface Steps {
  kept<T>(name: string, initial: T): T;
  keep(name: string, value: unknown): void;
}

const PATIENCE = 2000;

/** `page` names the page shown: when it changes the offset belongs to another step. */
export function keptScroll(steps: Steps, page: string): Attachment<HTMLElement> {
  return (box) => {
    void page;
    const wanted = steps.kept('scroll', 0);
    const deadline = performance.now() + PATIENCE;
    let settled = wanted === 0;
    let noted: ReturnType<typeof setTimeout> | undefined;

    box.scrollTop = wanted;
    const grown = new ResizeObserver(() => {
      if (settled) return;
      box.scrollTop = wanted;
      settled = box.scrollTop === wanted || performance.now() > deadline;
    });
    if (!settled && box.firstElementChild) grown.observe(box.firstElementChild);

    const moved = (): void => {
      settled = true;
    };
    const scrolled = (): void => {
      if (!settled) return;
      clearTimeout(noted);
      noted = setTimeout(() => steps.keep('scroll', box.scrollTop), 150);
    };
    box.addEventListener('wheel', moved, { passive: true });
    box.addEventListener('keydown', moved);
    box.addEventListener('pointerdown', moved);
    box.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      clearTimeout(noted);
      grown.disconnect();
      box.removeEventListener('wheel', moved);
      box.removeEventListener('keydown', moved);
      box.removeEventListener('pointerdown', moved);
      box.removeEventListener('scroll', scrolled);
    };
  };
}
