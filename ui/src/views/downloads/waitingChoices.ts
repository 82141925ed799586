/** What can be done with a download that waits, beside the buttons of its row. */
import type { Episode } from '../../backend/wire';
import type { Choice } from '../../components/Menu.svelte';
import { m } from '../../paraglide/messages';
import type { App } from '../../state/app.svelte';

/** `place` from 1; `move` puts the download at another one. */
export function waitingChoices(
  app: App,
  { id, download }: Episode,
  place: number,
  count: number,
  move: (place: number) => void,
): Choice[] {
  const paused = download?.state === 'paused';
  const choices: (Choice | false)[] = [
    { label: m.start_now(), icon: 'bolt', testid: 'choice-start', run: () => void app.downloads.startNow(id) },
    // What is paused has no place in the queue: it stands below it.
    !paused &&
      place > 1 && { label: m.move_top(), key: 'Alt Home', apart: true, testid: 'choice-top', run: () => move(1) },
    !paused && place > 1 && { label: m.move_up(), key: 'Alt ↑', testid: 'choice-up', run: () => move(place - 1) },
    !paused &&
      place < count && { label: m.move_down(), key: 'Alt ↓', testid: 'choice-down', run: () => move(place + 1) },
    !paused &&
      place < count && { label: m.move_bottom(), key: 'Alt End', testid: 'choice-bottom', run: () => move(count) },
    {
      label: m.cancel_download(),
      icon: 'close',
      apart: true,
      testid: 'choice-cancel',
      run: () => void app.downloads.cancel(id),
    },
  ];
  return choices.filter((choice) => choice !== false);
}
