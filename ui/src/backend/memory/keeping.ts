/** What the invented downloads take, and the rules that let them go: those of the engine, told in a few lines. */
import type {
  CleanUpDraft,
  Download,
  Episode,
  Event,
  KeepRule,
  Leaving,
  LeavingReason,
  PodcastRules,
  Storage,
} from '../wire';

const none: PodcastRules = {
  autoDownload: null,
  keep: { newest: null, daysAfterPlayed: null, budget: null },
  quality: null,
  arrivals: 'inbox',
};
const day = 24 * 60 * 60 * 1000;

export class Keeping {
  budget: number | null = null;

  #episodes: Map<number, Episode>;
  #tell: (event: Event) => void;
  #rules = new Map<number, PodcastRules>();
  #trash = new Map<number, Download>();

  constructor(episodes: Map<number, Episode>, tell: (event: Event) => void) {
    this.#episodes = episodes;
    this.#tell = tell;
  }

  rulesOf(podcastId: number): PodcastRules {
    return this.#rules.get(podcastId) ?? none;
  }

  setRules(podcastId: number, rules: PodcastRules): void {
    this.#rules.set(podcastId, rules);
  }

  space(free: number | null): Storage {
    const done = this.#done();
    const ids = [...new Set(done.map(({ podcastId }) => podcastId))];
    const podcasts = ids.map((podcastId) => {
      const rows = done.filter((episode) => episode.podcastId === podcastId);
      const { budget } = this.rulesOf(podcastId).keep;
      return { podcastId, title: rows[0]!.podcastTitle, downloads: rows.length, bytes: total(rows), budget };
    });
    podcasts.sort((a, b) => b.bytes - a.bytes);
    const trashBytes = [...this.#trash.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    return { used: total(done), free, budget: this.budget, podcasts, trash: [...this.#trash.keys()], trashBytes };
  }

  leaving(draft: CleanUpDraft): Leaving[] {
    let stays = this.#done();
    const gone: Leaving[] = [];
    const go = (rows: Episode[], reason: LeavingReason) => {
      for (const { id, podcastId, download } of rows)
        gone.push({ episodeId: id, podcastId, bytes: download?.bytes ?? 0, reason });
      stays = stays.filter((row) => !rows.includes(row));
    };
    const rules: [number, KeepRule][] =
      draft.type === 'keep'
        ? [[draft.podcastId, draft.rule]]
        : [...this.#rules].map(([podcastId, { keep }]) => [podcastId, keep]);
    for (const [podcastId, { newest, daysAfterPlayed: days, budget }] of rules) {
      const own = () => stays.filter((episode) => episode.podcastId === podcastId);
      const heard = ({ listening, listened }: Episode) =>
        listening === 'played' && (listened ?? 0) + (days ?? 0) * day <= Date.now();
      if (days !== null)
        go(
          own().filter((row) => free(row) && heard(row)),
          { type: 'played', days },
        );
      if (newest !== null) go(byDate(own().filter(free)).slice(newest), { type: 'newer', kept: newest });
      if (budget !== null) go(beyond(own(), budget), { type: 'podcastBudget', budget });
    }
    const budget = draft.type === 'budget' ? draft.budget : draft.type === 'keep' ? null : this.budget;
    if (budget !== null) go(beyond(stays, budget), { type: 'budget', budget });
    return gone;
  }

  cleanUp(ids: number[]): number[] {
    const gone = this.#done().filter((episode) => ids.includes(episode.id) && free(episode));
    for (const episode of gone) {
      this.#trash.set(episode.id, episode.download!);
      this.#episodes.set(episode.id, { ...episode, download: null });
    }
    return this.#changed(gone.map(({ id }) => id));
  }

  undo(ids: number[]): number[] {
    const back = ids.filter((id) => this.#trash.has(id));
    for (const id of back) {
      const episode = this.#episodes.get(id);
      if (episode) this.#episodes.set(id, { ...episode, download: this.#trash.get(id)! });
      this.#trash.delete(id);
    }
    return this.#changed(back);
  }

  emptyTrash(): void {
    this.#trash.clear();
    this.#changed([]);
  }

  #done(): Episode[] {
    return [...this.#episodes.values()].filter(({ download }) => download?.state === 'done');
  }

  #changed(ids: number[]): number[] {
    this.#tell({ type: 'downloadsChanged', ids });
    return ids;
  }
}

const free = ({ starred }: Episode): boolean => !starred;
const total = (rows: Episode[]): number => rows.reduce((sum, { download }) => sum + (download?.bytes ?? 0), 0);
const byDate = (rows: Episode[]): Episode[] => rows.sort((a, b) => (b.published ?? 0) - (a.published ?? 0));

/** Played ones first, then the oldest, those that were begun last. */
function beyond(rows: Episode[], budget: number): Episode[] {
  const rank = ({ listening, position }: Episode) => (listening === 'played' ? 0 : position > 0 ? 2 : 1);
  const order = byDate(rows.filter(free))
    .reverse()
    .sort((a, b) => rank(a) - rank(b));
  let taken = total(rows);
  return order.filter(({ download }) => {
    if (taken <= budget) return false;
    taken -= download?.bytes ?? 0;
    return true;
  });
}
