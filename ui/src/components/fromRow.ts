/**
 * A menu opens also by the other button of the mouse, and by the menu key, anywhere on the row or tile that it belongs
 * to: the nearest element around its button that stands for one thing (`data-id`).
 */
export function fromRow(button: HTMLElement | undefined, open: () => void): (() => void) | undefined {
  const row = button?.closest<HTMLElement>('[data-id]');
  if (!row) return undefined;
  const show = (event: Event): void => {
    event.preventDefault();
    open();
  };
  const showByKey = (event: KeyboardEvent): void => {
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) show(event);
  };
  row.addEventListener('contextmenu', show);
  row.addEventListener('keydown', showByKey);
  return () => {
    row.removeEventListener('contextmenu', show);
    row.removeEventListener('keydown', showByKey);
  };
}
