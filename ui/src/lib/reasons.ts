/**
 * Why something failed, in words: what happened, what can be done, and which button does it. Rust gives a code; the
 * codes stand in this table, and a code that is not in it is a fault of ours and says so. Never a bare code on screen.
 */
import type { Failure, Reason } from '../backend/wire';
import { m } from '../paraglide/messages';
import { formatBytes, formatBytesOf } from './bytes';
import { formatTime } from './times';

/** The button that a failure offers. */
export type Step = 'retry' | 'openLink' | 'freeSpace' | 'refresh' | 'none';

export interface ReasonWords {
  /** What happened. */
  sentence: string;
  /** What the listener can do, or what happens by itself. */
  next: string | null;
  step: Step;
}

/** What is known beside the code; makes the sentence say more. */
export interface ReasonFacts {
  /** What failed: a feed, or the download of an episode. */
  of?: 'feed' | 'download';
  /** Bytes that are here and bytes that there are. */
  bytes?: number | null | undefined;
  total?: number | null | undefined;
  freeSpace?: number | null | undefined;
  /** When the next try begins, in milliseconds since 1970: then no advice is needed. */
  retryAt?: number | null | undefined;
  locale?: string;
}

interface Words {
  sentence: (facts: ReasonFacts & { message: string }) => string;
  next?: (facts: ReasonFacts) => string | null;
  step?: Step;
}

const words: Record<string, Words> = {
  dns: { sentence: m.reason_dns, next: m.reason_dns_next },
  connect: { sentence: m.reason_connect, next: m.reason_later },
  timeout: { sentence: m.reason_timeout, next: m.reason_later },
  tls: { sentence: m.reason_tls, next: m.reason_tls_next },
  stalled: { sentence: m.reason_stalled, next: resumes },
  offline: { sentence: m.reason_offline, next: m.reason_offline_next },
  reset: { sentence: m.reason_reset, next: resumes },
  http_401: { sentence: m.reason_http_401, step: 'openLink' },
  http_403: {
    sentence: ({ of }) => (of === 'feed' ? m.reason_http_403_feed() : m.reason_http_403()),
    step: 'openLink',
  },
  http_404: gone(),
  http_410: gone(),
  http_429: { sentence: askedToWait, next: () => null },
  http_503: { sentence: m.reason_http_503, next: m.reason_later },
  http_5xx: {
    sentence: ({ message }) => withStatus(message, m.reason_http_5xx, m.reason_http_5xx_plain),
    next: m.reason_later,
  },
  http_4xx: {
    sentence: ({ message }) => withStatus(message, m.reason_http_4xx, m.reason_http_4xx_plain),
    step: 'openLink',
  },
  too_many_redirects: { sentence: m.reason_too_many_redirects },
  bad_redirect: { sentence: m.reason_bad_redirect },
  insecure_redirect: { sentence: m.reason_insecure_redirect },
  private_address: { sentence: m.reason_private_address, next: m.reason_private_address_next, step: 'none' },
  too_large: { sentence: ({ of }) => (of === 'feed' ? m.reason_too_large_feed() : m.reason_too_large()), step: 'none' },
  bad_encoding: { sentence: m.reason_bad_encoding },
  not_a_feed: { sentence: m.reason_not_a_feed, next: m.reason_bad_address_next },
  no_chart: { sentence: m.reason_no_chart, step: 'none' },
  several_feeds: { sentence: m.reason_several_feeds, next: m.reason_several_feeds_next, step: 'none' },
  no_feed_announced: { sentence: m.reason_no_feed_announced, next: m.reason_no_feed_announced_next },
  bad_address: { sentence: m.reason_bad_address, next: m.reason_bad_address_next, step: 'none' },
  html_instead_of_audio: {
    sentence: m.reason_html_instead_of_audio,
    next: m.reason_html_instead_of_audio_next,
    step: 'openLink',
  },
  empty: { sentence: m.reason_empty, next: m.reason_later },
  truncated: { sentence: endedEarly, next: resumes },
  not_audio: { sentence: m.reason_not_audio, step: 'openLink' },
  changed: { sentence: m.reason_changed, next: () => null },
  damaged: { sentence: m.reason_damaged, next: m.reason_damaged_next },
  disk_full: { sentence: diskFull, next: m.reason_disk_full_next, step: 'freeSpace' },
  cannot_write: { sentence: m.reason_cannot_write, next: m.reason_cannot_write_next },
  gone_from_disk: { sentence: m.reason_gone_from_disk, next: m.reason_gone_from_disk_next },
  integrity: { sentence: m.reason_integrity, next: m.reason_damaged_next },
  paused: { sentence: m.reason_paused },
  plays: { sentence: m.reason_plays },
  search: { sentence: m.reason_search },
  login_refused: { sentence: m.reason_login_refused, next: m.reason_login_refused_next },
  already_running: { sentence: m.reason_already_running },
  not_found_elsewhere: { sentence: m.reason_not_found_elsewhere },
  asked_too_often: { sentence: m.reason_asked_too_often, next: m.reason_asked_too_often_next },
  bad_broker: { sentence: m.reason_bad_broker, next: m.reason_bad_broker_next, step: 'none' },
  cannot_read: { sentence: m.reason_cannot_read, next: m.reason_cannot_read_next, step: 'none' },
  not_a_list: { sentence: m.reason_not_a_list, next: m.reason_not_a_list_next, step: 'none' },
  unreadable: { sentence: m.reason_unreadable, next: m.reason_unreadable_next },
  unknown_kind: { sentence: m.reason_unreadable, next: m.reason_unreadable_next },
  locked: { sentence: m.reason_locked, next: m.reason_locked_next, step: 'none' },
  lost: { sentence: m.reason_lost },
  keyring: { sentence: m.reason_keyring, step: 'none' },
  keyring_locked: { sentence: m.reason_keyring_locked, next: m.reason_keyring_locked_next },
  outside_hours: { sentence: m.reason_outside_hours, next: m.reason_outside_hours_next },
  crashed: { sentence: m.reason_crashed },
  cancelled: { sentence: m.reason_cancelled, next: () => null },
  not_found: { sentence: m.reason_not_found, step: 'none' },
  no_media: { sentence: m.reason_no_media, step: 'openLink' },
  database: { sentence: m.reason_database, next: m.reason_database_next },
  database_damaged: { sentence: m.reason_database_damaged, next: m.reason_database_damaged_next },
  database_gone: { sentence: m.reason_database_gone },
  database_in_use: { sentence: m.reason_database_in_use, next: m.reason_database_in_use_next },
  database_newer: { sentence: m.reason_database_newer, next: m.reason_database_newer_next },
  database_busy: { sentence: m.reason_database_busy, next: m.reason_database_busy_next },
  bug: { sentence: m.reason_bug },
  // What the audio element says of itself; these never come from Rust.
  media_network: { sentence: m.reason_media_network },
  media_decode: { sentence: m.reason_media_decode },
  media_unsupported: { sentence: m.reason_media_unsupported, next: m.reason_media_unsupported_next },
  play_timeout: { sentence: m.reason_play_timeout },
  play_blocked: { sentence: m.reason_play_blocked, next: m.reason_play_blocked_next },
};

/** All codes that have words, for the test that holds the list against the contract. */
export const knownCodes = Object.keys(words);

export function reasonWords(reason: Reason | Failure, facts: ReasonFacts = {}): ReasonWords {
  const { sentence, next, step = 'retry' } = words[reason.code] ?? words.bug!;
  const comesBack = facts.retryAt !== null && facts.retryAt !== undefined;
  return {
    sentence: sentence({ ...facts, message: reason.message }),
    next: comesBack ? null : (next?.(facts) ?? null),
    step,
  };
}

/** A sentence as a heading: without its stop. */
export function headline(sentence: string): string {
  return sentence.replace(/[.。]$/, '');
}

function gone(): Words {
  return {
    sentence: ({ of }) => (of === 'feed' ? m.reason_http_404_feed() : m.reason_http_404()),
    next: ({ of }) => (of === 'feed' ? null : m.reason_http_404_next()),
    step: 'refresh',
  };
}

function askedToWait({ retryAt, locale = 'en' }: ReasonFacts): string {
  return retryAt ? m.reason_http_429_until({ time: formatTime(retryAt, locale) }) : m.reason_http_429();
}

function withStatus(message: string, words: (status: { status: string }) => string, plain: () => string): string {
  const status = /\b[45]\d\d\b/.exec(message)?.[0];
  return status ? words({ status }) : plain();
}

function resumes({ bytes, locale = 'en' }: ReasonFacts): string | null {
  return bytes ? m.reason_resumes({ bytes: formatBytes(bytes, locale) }) : m.reason_later();
}

function endedEarly({ bytes, total, locale = 'en' }: ReasonFacts): string {
  return bytes && total ? m.reason_truncated_facts(formatBytesOf(bytes, total, locale)) : m.reason_truncated();
}

function diskFull({ bytes, total, freeSpace, locale = 'en' }: ReasonFacts): string {
  if (!total || freeSpace === null || freeSpace === undefined) return m.reason_disk_full();
  const needed = formatBytes(total - (bytes ?? 0), locale);
  return m.reason_disk_full_facts({ needed, free: formatBytes(freeSpace, locale) });
}
