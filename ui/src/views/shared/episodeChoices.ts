/** What can be done with an episode, beside the one thing its row offers. */
import type { Episode } from '../../backend/wire';
import type { Choice } from '../../components/Menu.svelte';
import { m } from '../../paraglide/messages';
import type { App } from '../../state/app.svelte';

export function episodeChoices(app: App, episode: Episode): Choice[] {
  const { id, download, playable, starred } = episode;
  const played = episode.listening === 'played';
  const { downloads, episodes, player, upNext } = app;
  const choices: (Choice | false)[] = [
    playable &&
      !player.isPlaying(id) && {
        label: m.play(),
        icon: 'play',
        testid: 'choice-play',
        run: () => void player.play(id),
      },
    playable && {
      label: m.play_next(),
      icon: 'next',
      testid: 'choice-play-next',
      run: () => void upNext.playNext([id]),
    },
    playable &&
      !upNext.has(id) && {
        label: m.play_last(),
        icon: 'upNext',
        testid: 'choice-play-last',
        run: () => void upNext.playLast([id]),
      },
    upNext.has(id) && {
      label: m.remove_from_up_next(),
      icon: 'close',
      testid: 'choice-remove-up-next',
      run: () => void upNext.remove([id]),
    },
    playable &&
      !download && {
        label: m.download(),
        icon: 'downloads',
        testid: 'choice-download',
        run: () => void downloads.download([id]),
      },
    download?.state === 'paused' && {
      label: m.resume_download(),
      icon: 'downloads',
      run: () => void downloads.resume(id),
    },
    download?.state === 'done' && { label: m.show_in_folder(), icon: 'folder', run: () => void downloads.reveal(id) },
    {
      label: played ? m.mark_unplayed() : m.mark_played(),
      icon: 'check',
      testid: 'choice-played',
      run: () => void episodes.setPlayed([id], !played),
    },
    {
      label: starred ? m.unstar() : m.star(),
      icon: starred ? 'starFull' : 'star',
      testid: 'choice-star',
      run: () => void episodes.setStarred([id], !starred),
    },
    download?.state === 'done' && {
      label: m.remove_download(),
      icon: 'trash',
      apart: true,
      danger: true,
      testid: 'choice-remove',
      run: () => void downloads.remove(id),
    },
    download !== null &&
      download.state !== 'done' && {
        label: m.cancel_download(),
        icon: 'close',
        apart: true,
        testid: 'choice-cancel',
        run: () => void downloads.cancel(id),
      },
  ];
  return choices.filter((choice) => choice !== false);
}
