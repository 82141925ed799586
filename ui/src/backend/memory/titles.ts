/** Titles and summaries, so that no two rows on a screen are the same. */
import type { Show } from './shows';

const retold = [
  (topic: string) => `More on “${topic}”`,
  (topic: string) => `Your letters about “${topic}”`,
  (topic: string) => `${topic}: the long version`,
  (topic: string) => `From the archive: ${topic}`,
];
const retoldInChinese = [
  (topic: string) => `${topic}（续）`,
  (topic: string) => `听众来信：${topic}`,
  (topic: string) => `重访${topic}`,
];

/** The newest episodes have a topic each; older ones come back to it. A serial is told in order, from the first. */
export function titleOf(show: Show, index: number): string {
  const { topics } = show;
  if (show.serial) return topics[(show.episodes - 1 - index) % topics.length]!;
  const topic = topics[index % topics.length]!;
  const round = Math.floor(index / topics.length);
  if (round === 0) return topic;
  const ways = isChinese(topic) ? retoldInChinese : retold;
  return ways[(round - 1) % ways.length]!(topic);
}

const summaries = [
  'A visit that was meant to take an hour and took three days.',
  'Two people who never met kept the same secret, and both wrote it down.',
  'We ask the question that everybody else had answered too quickly.',
  'What the records say, what the neighbours say, and why they differ.',
  'It begins with a receipt in a coat pocket and ends in front of a judge.',
  'An old recording, cleaned up, and the voice on it explained at last.',
  'Three attempts, two failures, and one very patient guest.',
];
const summariesInChinese = [
  '从一张旧照片说起，找到照片里的人。',
  '三代人，同一家店，三种说法。',
  '走完这条路要二十分钟，我们走了一整天。',
  '一段旧录音，和录音里没有说完的话。',
];

export function summaryOf(show: Show, index: number): string {
  const choice = isChinese(show.description) ? summariesInChinese : summaries;
  return choice[(index * 3 + show.title.length) % choice.length]!;
}

function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}
