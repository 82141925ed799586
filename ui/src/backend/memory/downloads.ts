/** What can be asked of the invented downloads. */
import type { Backend } from '../backend';
import type { Road } from '../wire';
import { attemptsOf } from './attempts';
import type { Stage } from './stage';

type Verbs =
  | 'listDownloads'
  | 'listWaitingDownloads'
  | 'getRoad'
  | 'setRoadSettings'
  | 'getQueueSettings'
  | 'setQueueSettings'
  | 'getDownloadSettings'
  | 'setDownloadSettings'
  | 'downloadEpisodes'
  | 'pauseDownload'
  | 'resumeDownload'
  | 'cancelDownload'
  | 'retryDownload'
  | 'retryAllDownloads'
  | 'removeDownload'
  | 'getAttempts'
  | 'moveDownload'
  | 'startDownloadNow'
  | 'retryDownloadsWhere'
  | 'giveUpDownloadsWhere'
  | 'pauseAllDownloads'
  | 'resumeAllDownloads';

export function downloadsOf(stage: Stage): Pick<Backend, Verbs> {
  const { transfers } = stage;
  let road: Road = {
    settings: {
      driver: 'database',
      host: 'localhost',
      port: 5672,
      vhost: '/',
      user: 'guest',
      queue: 'friday',
      tls: false,
      workerFolder: '',
      myFolder: '',
    },
    state: { type: 'off' },
    atNextStart: false,
  };
  return {
    async listDownloads() {
      await stage.wait(true);
      return transfers.groups();
    },
    async listWaitingDownloads(from, count) {
      await stage.wait(true);
      return transfers.waiting(from, count);
    },

    getRoad: async () => road,
    async setRoadSettings(settings) {
      road = { ...road, settings, state: { type: settings.driver === 'amqp' ? 'open' : 'off' } };
      stage.tell({ type: 'roadChanged' });
    },
    getQueueSettings: async () => transfers.settings,
    setQueueSettings: async (settings) => transfers.set(settings),
    getDownloadSettings: async () => transfers.pace,
    setDownloadSettings: async (settings) => transfers.setPace(settings),

    downloadEpisodes: async (ids) => transfers.push(ids),
    pauseDownload: async (id) => transfers.pause(id),
    resumeDownload: async (id) => transfers.requeue(id),
    cancelDownload: async (id) => transfers.drop(id),
    retryDownload: async (id) => transfers.requeue(id),
    retryAllDownloads: async () => transfers.requeueFailed(),
    removeDownload: async (id) => transfers.drop(id),
    moveDownload: async (id, place) => transfers.moveTo(id, place),
    startDownloadNow: async (id) => transfers.startNow(id),
    pauseAllDownloads: async () => transfers.pauseAll(true),
    resumeAllDownloads: async () => transfers.pauseAll(false),

    async getAttempts(id) {
      await stage.wait();
      return attemptsOf(stage.episode(id), Date.now());
    },
    async retryDownloadsWhere(code) {
      for (const id of transfers.failedFor(code)) transfers.requeue(id);
    },
    async giveUpDownloadsWhere(code) {
      for (const id of transfers.failedFor(code)) transfers.drop(id);
    },
  };
}
