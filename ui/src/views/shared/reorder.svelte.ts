/**
 * Carrying a row of a list to another place with the pointer. Rows carry `data-index`; those that are not on screen are
 * come to by carrying the row to the edge of the box that scrolls.
 */

/** So near to an edge, in pixels, the box scrolls by so much a frame. */
const EDGE = 48;
const STEP = 12;

/** Where the line is drawn at a row: what `reorder.css` calls it. */
export type Edge = 'put-before' | 'put-after';

export class Reorder {
  /** The row that is carried, by index. */
  from = $state<number | null>(null);
  /** Where it would go if it were let go of now: the index it would then have. */
  to = $state<number | null>(null);

  #list: () => HTMLElement | undefined;
  #scroller: () => HTMLElement | undefined;
  #drop: (from: number, to: number) => void;
  #pointer = { x: 0, y: 0 };
  #frame = 0;

  constructor(
    list: () => HTMLElement | undefined,
    scroller: () => HTMLElement | undefined,
    drop: (from: number, to: number) => void,
  ) {
    this.#list = list;
    this.#scroller = scroller;
    this.#drop = drop;
  }

  /** The pointer goes down on the handle of this row. */
  begin(event: PointerEvent, index: number): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.from = this.to = index;
    this.#pointer = { x: event.clientX, y: event.clientY };
    addEventListener('pointermove', this.#moved);
    addEventListener('pointerup', this.#released);
    addEventListener('pointercancel', this.end);
    addEventListener('keydown', this.#pressed, true);
    this.#frame = requestAnimationFrame(this.#scroll);
  }

  /** Whether the row that is carried would be put in before this row or after it, or not here. */
  edgeOf(index: number): Edge | null {
    const { from, to } = this;
    if (from === null || to === null || from === to || index !== to) return null;
    return to < from ? 'put-before' : 'put-after';
  }

  /** Leaves everything where it was. */
  end = (): void => {
    this.from = this.to = null;
    cancelAnimationFrame(this.#frame);
    removeEventListener('pointermove', this.#moved);
    removeEventListener('pointerup', this.#released);
    removeEventListener('pointercancel', this.end);
    removeEventListener('keydown', this.#pressed, true);
  };

  #moved = (event: PointerEvent): void => {
    this.#pointer = { x: event.clientX, y: event.clientY };
    this.#look();
  };

  #released = (): void => {
    const { from, to } = this;
    this.end();
    if (from !== null && to !== null && from !== to) this.#drop(from, to);
  };

  #pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.end();
  };

  #scroll = (): void => {
    const box = this.#scroller();
    if (box) {
      const { top, bottom } = box.getBoundingClientRect();
      const before = box.scrollTop;
      if (this.#pointer.y < top + EDGE) box.scrollTop -= STEP;
      else if (this.#pointer.y > bottom - EDGE) box.scrollTop += STEP;
      if (box.scrollTop !== before) this.#look();
    }
    this.#frame = requestAnimationFrame(this.#scroll);
  };

  /** The row at the height of the pointer, wherever the pointer is across. */
  #look(): void {
    for (const row of this.#list()?.querySelectorAll<HTMLElement>('[data-index]') ?? []) {
      const { top, bottom } = row.getBoundingClientRect();
      if (this.#pointer.y >= top && this.#pointer.y < bottom) this.to = Number(row.dataset['index']);
    }
  }
}
