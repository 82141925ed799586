/** Whether the full player is open, and which of its tabs is chosen. */
export const tabs = ['chapters', 'transcript', 'notes', 'bookmarks', 'upNext'] as const;

export type FullPlayerTab = (typeof tabs)[number];

export class FullPlayer {
  open = $state(false);
  tab = $state<FullPlayerTab>('chapters');

  /** A key that leads to the tab that is seen already leads away again. */
  toggle(tab: FullPlayerTab = this.tab): void {
    this.open = !(this.open && this.tab === tab);
    this.tab = tab;
  }

  close(): void {
    this.open = false;
  }
}
