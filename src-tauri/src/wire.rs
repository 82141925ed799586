//! What crosses from Rust to the page: a twin of each engine type that the page needs, in JSON's terms.
//!
//! `ui/src/backend/wire.ts` is generated from this file and committed; `tests/bindings.rs` compares.
//! Times are milliseconds since 1970 (as JavaScript counts), lengths are seconds, sizes are bytes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A podcast with all that its tile and its page header show.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Podcast {
    #[ts(type = "number")]
    pub id: i64,
    pub title: String,
    pub author: Option<String>,
    pub description: Option<String>,
    pub website: Option<String>,
    pub feed_url: String,
    /// An address on the loopback server, or none where there is no artwork.
    pub artwork: Option<String>,
    /// False once the listener has unsubscribed: what was downloaded can still be heard.
    pub subscribed: bool,
    pub favorite: bool,
    pub serial: bool,
    pub episodes: u32,
    pub unplayed: u32,
    pub downloaded: u32,
    #[ts(type = "number | null")]
    pub newest: Option<i64>,
    pub feed: Feed,
}

/// How fetching a podcast's feed went.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Feed {
    #[ts(type = "number | null")]
    pub checked: Option<i64>,
    #[ts(type = "number | null")]
    pub succeeded: Option<i64>,
    #[ts(type = "number | null")]
    pub next_check: Option<i64>,
    pub failures: u32,
    pub error: Option<Reason>,
    /// None while neither the feed nor its files have asked for a login.
    pub login: Option<LoginState>,
}

/// How it stands with the login that a feed or its files want.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum LoginState {
    Kept,
    Needed,
    Refused,
}

/// How a feed has done over its last checks.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct FeedHealth {
    /// The last checks, newest first.
    pub fetches: Vec<FeedFetch>,
    pub not_modified: u32,
    pub failed: u32,
    /// Milliseconds, the middle one of all answers.
    #[ts(type = "number | null")]
    pub usual_time: Option<u64>,
    /// Of the last body that came.
    #[ts(type = "number | null")]
    pub bytes: Option<u64>,
}

/// One check of a feed.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct FeedFetch {
    #[ts(type = "number")]
    pub at: i64,
    pub outcome: FetchOutcome,
    /// Milliseconds.
    #[ts(type = "number")]
    pub took: u64,
    #[ts(type = "number | null")]
    pub bytes: Option<u64>,
    pub new_episodes: u32,
    pub error: Option<Reason>,
    /// Where the feed has lived since, if this check found that it moved.
    pub moved_to: Option<String>,
}

/// What came of a check.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum FetchOutcome {
    NotModified,
    Same,
    Changed,
    Failed,
}

/// Why something failed: a code to choose words by, and the technical sentence.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Reason {
    /// See `ui/src/lib/reasons.ts` for the codes that have words of their own.
    pub code: String,
    pub message: String,
}

/// An episode with all that its row shows.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Episode {
    #[ts(type = "number")]
    pub id: i64,
    #[ts(type = "number")]
    pub podcast_id: i64,
    pub podcast_title: String,
    pub title: String,
    /// One or two sentences of plain text.
    pub summary: Option<String>,
    pub artwork: Option<String>,
    #[ts(type = "number | null")]
    pub published: Option<i64>,
    /// Seconds.
    pub duration: Option<f64>,
    /// Bytes, as announced.
    #[ts(type = "number | null")]
    pub size: Option<u64>,
    pub season: Option<u32>,
    pub number: Option<u32>,
    pub episode_type: Option<EpisodeType>,
    /// False where the feed announced no media file.
    pub playable: bool,
    pub listening: Listening,
    pub starred: bool,
    /// Seconds.
    pub position: f64,
    #[ts(type = "number | null")]
    pub listened: Option<i64>,
    pub download: Option<Download>,
}

/// What is read when one episode is opened.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct EpisodeDetails {
    pub episode: Episode,
    /// Sanitised in Rust: safe to place in the page.
    pub notes_html: Option<String>,
    pub link: Option<String>,
    /// Where the finished file is.
    pub file: Option<String>,
    pub sha256: Option<String>,
    pub extras: Extras,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum EpisodeType {
    Full,
    Trailer,
    Bonus,
}

#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum Listening {
    New,
    Unplayed,
    Played,
}

/// The local copy of an episode.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Download {
    pub state: DownloadState,
    #[ts(type = "number")]
    pub bytes: u64,
    #[ts(type = "number | null")]
    pub total: Option<u64>,
    /// Why it failed, or why it waits for the next try.
    pub error: Option<Reason>,
    pub attempt: u32,
    pub max_attempts: u32,
    /// When the next try begins.
    #[ts(type = "number | null")]
    pub retry_at: Option<i64>,
    /// Why it does not run; only of a queued one.
    pub waits_for: Option<WaitsFor>,
    #[ts(type = "number | null")]
    pub finished: Option<i64>,
}

#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum DownloadState {
    Queued,
    Running,
    Paused,
    Done,
    Failed,
}

/// Why a queued download does not run.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum WaitsFor {
    /// Others are before it.
    Turn,
    /// As many downloads from its host run as may.
    Host,
    /// The time of its next try.
    Time,
    Network,
    /// All downloads are paused.
    Pause,
}

/// A run of a download that has ended.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Attempt {
    /// From 1; the same number again if the run before it did not count.
    pub number: u32,
    #[ts(type = "number")]
    pub started: i64,
    #[ts(type = "number")]
    pub ended: i64,
    /// What this run brought.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Bytes a second over the whole run.
    #[ts(type = "number | null")]
    pub speed: Option<u64>,
    pub outcome: AttemptOutcome,
    pub reason: Option<Reason>,
    /// What only a developer wants to know.
    pub detail: Option<String>,
    /// Of the last answer of the server.
    pub status: Option<u16>,
    /// Every request of the run, redirects included.
    pub hops: Vec<Hop>,
    /// Name and value of the headers of the last answer that matter.
    pub headers: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum AttemptOutcome {
    Done,
    Failed,
    Paused,
    Cancelled,
    /// Friday was closed, or all downloads were paused.
    Interrupted,
    /// Friday died.
    Crashed,
}

/// A request, and the status of its answer.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Hop {
    pub url: String,
    pub status: Option<u16>,
}

/// A look at a download that is running now.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Progress {
    #[ts(type = "number")]
    pub episode_id: i64,
    pub phase: Phase,
    #[ts(type = "number")]
    pub bytes: u64,
    #[ts(type = "number | null")]
    pub total: Option<u64>,
    /// Bytes a second; none until two seconds of data.
    #[ts(type = "number | null")]
    pub speed: Option<u64>,
    /// Seconds.
    #[ts(type = "number | null")]
    pub left: Option<u64>,
}

#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum Phase {
    Connecting,
    Downloading,
    Verifying,
}

/// The Downloads view at once, small however many there are: those that wait are counted, and read in pieces.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Downloads {
    #[ts(type = "number[]")]
    pub running: Vec<i64>,
    /// How many are queued or paused.
    pub waiting: u32,
    /// Bytes of those that wait: here already, and in all as far as that is known.
    #[ts(type = "number")]
    pub waiting_bytes: u64,
    #[ts(type = "number")]
    pub waiting_total: u64,
    /// The cause that came last first.
    pub failed: Vec<FailedDownloads>,
    /// The newest of those that are done, newest first.
    #[ts(type = "number[]")]
    pub done: Vec<i64>,
    /// How many are done.
    pub done_count: u32,
    /// All downloads are paused.
    pub paused: bool,
    /// So many run at once, and so many of them from one host.
    pub at_once: u32,
    pub per_host: u32,
    /// Bytes a second that all downloads together may take at this hour; none for as fast as they come.
    #[ts(type = "number | null")]
    pub bandwidth: Option<u64>,
    /// Why nothing runs although something waits: another process is the runner, or none.
    pub runner_elsewhere: bool,
    /// Bytes free where downloads are kept.
    #[ts(type = "number | null")]
    pub free_space: Option<u64>,
    /// Bytes that finished downloads take.
    #[ts(type = "number")]
    pub used_space: u64,
}

/// Downloads that failed for one cause: how many, and the newest of them.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct FailedDownloads {
    /// See `ui/src/lib/reasons.ts`.
    pub code: String,
    pub count: u32,
    #[ts(type = "number[]")]
    pub ids: Vec<i64>,
}

/// What can be set of the queue of downloads.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct QueueSettings {
    /// 1 to 8.
    pub at_once: u32,
    /// 1 to 4.
    pub per_host: u32,
    pub after_failure: AfterFailure,
    /// Days that a failed download is kept; none where it is kept until someone decides, or not at all.
    pub keep_days: Option<u32>,
}

/// What becomes of a download whose last attempt has failed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum AfterFailure {
    Keep,
    Drop,
    Expire,
}

/// Where downloads run, and the road there.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct RoadSettings {
    pub driver: Driver,
    pub host: String,
    pub port: u16,
    /// The virtual host.
    pub vhost: String,
    pub user: String,
    /// What the queues of this road are called at the broker.
    pub queue: String,
    pub tls: bool,
    /// The downloads folder of the other computer, as it names it; empty where this one does not see it.
    pub worker_folder: String,
    /// How this computer names that folder.
    pub my_folder: String,
}

/// What runs downloads.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum Driver {
    /// This computer.
    Database,
    /// This computer; jobs are kept in memory.
    Async,
    AsyncBlocking,
    /// Another computer, by way of a broker.
    Amqp,
}

/// The road to the computer that runs downloads: as it is set, and as it is.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Road {
    pub settings: RoadSettings,
    pub state: RoadState,
    /// The driver that is set holds from the next start on.
    pub at_next_start: bool,
}

/// Whether the broker can be reached.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum RoadState {
    /// Nothing is to go that way.
    Off,
    Open,
    Away {
        /// Milliseconds since 1970.
        #[ts(type = "number")]
        since: i64,
        /// Technical.
        reason: String,
    },
}

/// When and how fast is downloaded.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct DownloadSettings {
    /// Bytes a second, all downloads together; none for as fast as they come.
    #[ts(type = "number | null")]
    pub bandwidth: Option<u64>,
    /// Other limits for parts of the day; the first that fits holds.
    pub by_hour: Vec<HourlyLimit>,
    /// Downloads begin only then; none for at any time.
    pub start: Option<Hours>,
}

/// A part of every day, in minutes since midnight. It may go over midnight; one that ends where it begins is the
/// whole day.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Hours {
    pub from: u16,
    pub to: u16,
}

/// How fast downloads may be in a part of the day.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct HourlyLimit {
    pub hours: Hours,
    /// Bytes a second; none for as fast as they come.
    #[ts(type = "number | null")]
    pub limit: Option<u64>,
}

/// What was found in the library, each kind by itself, the best first.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Found {
    pub podcasts: Vec<PodcastHit>,
    pub episodes: Vec<EpisodeHit>,
    /// Places in transcripts.
    pub cues: Vec<CueHit>,
    pub index: IndexState,
}

/// A podcast of the library that was found.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct PodcastHit {
    pub podcast: Podcast,
    pub title: Vec<TextPiece>,
}

/// An episode that was found.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct EpisodeHit {
    pub episode: Episode,
    pub title: Vec<TextPiece>,
    /// The passage of its notes.
    pub snippet: Vec<TextPiece>,
}

/// A place in a transcript that was found.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct CueHit {
    pub episode: Episode,
    /// Seconds from the beginning.
    pub start: f64,
    /// What is said there.
    pub snippet: Vec<TextPiece>,
}

/// A piece of a text: words that were looked for, or what stands between them.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct TextPiece {
    pub text: String,
    pub marked: bool,
}

/// Whether a search in the library sees everything.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum IndexState {
    Whole,
    /// It is being written: so many of the podcasts are in it.
    Writing {
        done: u32,
        total: u32,
    },
    /// There is none that can be used; it will be written.
    Missing,
}

/// A hit of a directory.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct FoundPodcast {
    pub title: String,
    pub author: Option<String>,
    pub feed_url: String,
    /// An address on the loopback server.
    pub artwork: Option<String>,
    /// The directories that know it, the one that answered first first.
    pub sources: Vec<String>,
    pub episodes: Option<u32>,
    pub genre: Option<String>,
    /// Set where the listener is subscribed to it already.
    #[ts(type = "number | null")]
    pub podcast_id: Option<i64>,
}

/// What the directories answered to a search.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct SearchAnswer {
    pub found: Vec<FoundPodcast>,
    /// The directories that did not answer, and why.
    pub failures: Vec<DirectoryFailure>,
    /// The directories that have not answered yet.
    pub waiting: Vec<String>,
}

/// What a country listens to.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Chart {
    /// Two small letters (ISO 3166-1).
    pub country: String,
    /// The first place first.
    pub podcasts: Vec<FoundPodcast>,
    /// When the directory said so, in milliseconds since 1970.
    #[ts(type = "number")]
    pub read: i64,
    /// Why it could not be read anew, where it is older than it should be.
    pub failure: Option<Reason>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct DirectoryFailure {
    pub source: String,
    pub reason: Reason,
}

/// What a refresh found.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct RefreshReport {
    pub checked: u32,
    pub changed: u32,
    pub failed: u32,
    pub new_episodes: u32,
    /// Feeds that were not asked because their host wants to be left alone for a while.
    pub put_off: u32,
    /// It ended because the computer is not connected.
    pub offline: bool,
    /// It ended because the listener wanted it to.
    pub cancelled: bool,
}

/// Which episodes a list holds.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct EpisodeFilter {
    #[ts(type = "number | null")]
    pub podcast_id: Option<i64>,
    pub states: Vec<EpisodeStateFilter>,
    pub oldest_first: bool,
}

#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum EpisodeStateFilter {
    New,
    Unplayed,
    InProgress,
    Played,
    Starred,
    Downloaded,
    NotDownloaded,
    /// New, and not looked at yet.
    Inbox,
}

/// What the audio element needs to play an episode.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Playback {
    pub episode: Episode,
    /// On the loopback server.
    pub url: String,
    /// Where to begin, in seconds.
    pub position: f64,
    /// So many seconds earlier than it was left.
    pub rewind: f64,
    pub sound: Sound,
    /// The file is so many seconds longer or shorter than the one that the position was counted in.
    #[ts(type = "number | null")]
    pub length_change: Option<i64>,
}

/// How an episode sounds: what is set for its podcast over what is set for all.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Sound {
    /// 0.5 to 3.
    pub speed: f64,
    /// Seconds of the beginning and of the end that are not heard.
    pub intro: f64,
    pub outro: f64,
    pub trim_silence: bool,
    pub level: bool,
    /// The podcast has a speed of its own.
    pub own_speed: bool,
}

/// How all podcasts sound, and what plays after an episode.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct SoundSettings {
    pub speed: f64,
    /// Seconds, 1 to 300.
    pub skip_back: u32,
    pub skip_forward: u32,
    pub trim_silence: bool,
    pub level: bool,
    /// Files that were fetched only to listen to them stay.
    pub keep_files: bool,
    pub then: Then,
}

/// What plays when an episode has ended.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum Then {
    /// The next in Up Next.
    UpNext,
    /// The next in Up Next, and where that is empty the next newer one of the same podcast.
    Podcast,
    Stop,
}

/// How the episodes of a podcast sound; what is none is as it is set for all.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct PodcastSound {
    pub speed: Option<f64>,
    /// Seconds.
    pub intro: f64,
    pub outro: f64,
    pub trim_silence: Option<bool>,
    pub level: Option<bool>,
    pub keep_files: Option<bool>,
}

/// The list of what plays next.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct UpNext {
    pub lists: Vec<UpNextList>,
    #[ts(type = "number")]
    pub chosen: i64,
    /// It keeps its order.
    pub locked: bool,
    #[ts(type = "number[]")]
    pub ids: Vec<i64>,
    /// Seconds that are left to hear, as far as lengths are known.
    pub left: f64,
    /// The same at the speed of each.
    pub left_at_speed: f64,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct UpNextList {
    #[ts(type = "number")]
    pub id: i64,
    /// Empty for the one that is there from the beginning.
    pub name: String,
    pub episodes: u32,
}

/// When playing is to end by itself.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum SleepAfter {
    Time {
        seconds: u32,
    },
    /// The chapter that plays; where there are none, the episode.
    Chapter,
    /// So many episodes, the one that plays among them.
    Episodes {
        count: u8,
    },
}

/// A sleep timer that runs.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum SleepTimer {
    Time {
        #[ts(type = "number")]
        at: i64,
    },
    Chapter,
    /// So many episodes are left, the one that plays among them.
    Episodes {
        count: u8,
    },
}

/// A place in an episode that the listener wants to find again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Bookmark {
    #[ts(type = "number")]
    pub id: i64,
    #[ts(type = "number")]
    pub episode_id: i64,
    /// Seconds.
    pub position: f64,
    /// May be empty.
    pub note: String,
    #[ts(type = "number")]
    pub made: i64,
}

/// What the audio element is doing, as the page reports it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct PlayerReport {
    #[ts(type = "number")]
    pub episode_id: i64,
    pub playing: bool,
    /// Seconds.
    pub position: f64,
    /// Seconds; none while the element does not know it.
    pub duration: Option<f64>,
    pub speed: f64,
    pub reason: ReportReason,
}

/// Why the page reports: Rust saves the position by it.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum ReportReason {
    /// A moment has passed.
    Tick,
    Play,
    Pause,
    Seek,
    /// The page goes, or is loaded anew: what plays is meant to go on.
    Leave,
    Ended,
    /// No more bytes come, or none that can be played.
    Failed,
}

/// What someone else than the page asks of the audio element: the tray, the desktop, a timer, the end of an episode.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum PlayerCommand {
    Toggle,
    /// Go on with what is chosen.
    Play,
    Pause,
    SkipBack,
    SkipForward,
    PlayEpisode {
        #[ts(type = "number")]
        id: i64,
    },
    Seek {
        position: f64,
    },
    /// From a silence to its end, in seconds, if the player is in it.
    LeaveOut {
        from: f64,
        to: f64,
    },
    SetSpeed {
        speed: f64,
    },
    /// 0 to 1.
    SetVolume {
        volume: f64,
    },
    /// So much of the volume is heard, 0 to 1, until it is said otherwise: a fade.
    Dim {
        share: f64,
    },
}

/// What was listened to, and what that took less time than it lasts. Seconds.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Heard {
    pub heard: f64,
    pub by_speed: f64,
    pub by_silence: f64,
    pub by_skips: f64,
}

/// A named part of an episode.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Chapter {
    /// Seconds.
    pub start: f64,
    /// None: where the next one begins.
    pub end: Option<f64>,
    /// May be empty.
    pub title: String,
    pub link: Option<String>,
    /// On the loopback server.
    pub image: Option<String>,
    /// Not meant for the list.
    pub hidden: bool,
    /// Chapters of this title are never heard in this podcast.
    pub skipped: bool,
}

/// What is said in an episode, in the order of time.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Transcript {
    pub language: Option<String>,
    /// False for plain text: then every cue starts at zero.
    pub timed: bool,
    pub cues: Vec<Cue>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Cue {
    /// Seconds.
    pub start: f64,
    pub end: Option<f64>,
    pub speaker: Option<String>,
    pub text: String,
}

/// What a look at the downloaded files found.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct FileCheck {
    #[ts(type = "number")]
    pub fine: u64,
    /// Episodes whose files are not what was downloaded.
    #[ts(type = "Array<number>")]
    pub damaged: Vec<i64>,
    /// Episodes whose files are gone.
    #[ts(type = "Array<number>")]
    pub missing: Vec<i64>,
}

/// What can be set of media files, for all podcasts.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct MediaSettings {
    pub quality: Quality,
    /// What files do not say of themselves is written into them.
    pub write_tags: bool,
}

/// Which edition of an episode is downloaded, where its publisher offers several.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum Quality {
    AsPublished,
    Smallest,
    Best,
    /// The smallest first; then the best takes its place.
    SmallFirst,
}

/// What Friday does with a podcast's episodes without being asked each time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct PodcastRules {
    /// None: nothing is downloaded by itself.
    pub auto_download: Option<AutoDownload>,
    pub keep: KeepRule,
    pub arrivals: Arrivals,
    /// None: as for every podcast.
    pub quality: Option<Quality>,
}

/// Where the new episodes of a podcast go.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum Arrivals {
    Inbox,
    UpNext,
    Nowhere,
}

/// Which new episodes are downloaded by themselves after a refresh.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct AutoDownload {
    pub newest: u32,
    /// One of these stands in the title; any title will do when empty.
    pub contains: Vec<String>,
    pub excludes: Vec<String>,
    /// Seconds.
    #[ts(type = "number | null")]
    pub shortest: Option<u64>,
    #[ts(type = "number | null")]
    pub longest: Option<u64>,
    /// Any when empty.
    pub types: Vec<EpisodeType>,
}

/// Which finished downloads of a podcast stay; none keeps all.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct KeepRule {
    pub newest: Option<u32>,
    pub days_after_played: Option<u32>,
    #[ts(type = "number | null")]
    pub budget: Option<u64>,
}

/// A copy of the whole library, without the audio files.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Backup {
    /// Milliseconds since 1970; no two are of the same time.
    #[ts(type = "number")]
    pub made: i64,
    #[ts(type = "number")]
    pub bytes: u64,
}

/// What downloads take on the disk.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Storage {
    #[ts(type = "number")]
    pub used: u64,
    #[ts(type = "number | null")]
    pub free: Option<u64>,
    /// What all downloads together may take; any when none.
    #[ts(type = "number | null")]
    pub budget: Option<u64>,
    /// The largest first.
    pub podcasts: Vec<PodcastSpace>,
    /// What was cleaned up and can be put back; its bytes are not free yet.
    #[ts(type = "number[]")]
    pub trash: Vec<i64>,
    #[ts(type = "number")]
    pub trash_bytes: u64,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct PodcastSpace {
    #[ts(type = "number")]
    pub podcast_id: i64,
    pub title: String,
    pub downloads: u32,
    #[ts(type = "number")]
    pub bytes: u64,
    /// By its own rule.
    #[ts(type = "number | null")]
    pub budget: Option<u64>,
}

/// The rules by which a clean-up is looked at before it is done: as they are, or as if one of them were another.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum CleanUpDraft {
    AsSaved,
    Budget {
        #[ts(type = "number | null")]
        budget: Option<u64>,
    },
    Keep {
        #[ts(type = "number")]
        podcast_id: i64,
        rule: KeepRule,
    },
}

/// A download that a clean-up lets go, and why.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Leaving {
    #[ts(type = "number")]
    pub episode_id: i64,
    #[ts(type = "number")]
    pub podcast_id: i64,
    #[ts(type = "number")]
    pub bytes: u64,
    pub reason: LeavingReason,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum LeavingReason {
    /// Played so many days ago or more.
    Played { days: u32 },
    /// So many newer ones are kept.
    Newer { kept: u32 },
    PodcastBudget {
        #[ts(type = "number")]
        budget: u64,
    },
    Budget {
        #[ts(type = "number")]
        budget: u64,
    },
}

/// What this window on this machine remembers; nothing precious.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export_to = "wire.ts")]
pub struct Preferences {
    pub theme: Theme,
    /// None follows the system.
    pub language: Option<Language>,
    /// 0 to 1.
    pub volume: f64,
    pub muted: bool,
    /// Shortcuts of a single key, such as K; off for those whom they get in the way.
    pub single_keys: bool,
    /// Say on the desktop when downloaded episodes are ready.
    pub tell_ready: bool,
    /// The address of the view that was open last, as after the `#`.
    pub last_view: Option<String>,
    /// Whose chart is shown, as two small letters; none is that of the system's language.
    pub country: Option<String>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            language: None,
            volume: 1.0,
            muted: false,
            single_keys: true,
            tell_ready: true,
            last_view: None,
            country: None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum Theme {
    System,
    Light,
    Dark,
    Contrast,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wire.ts")]
pub enum Language {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "zh-CN")]
    Chinese,
}

/// What the page reads once, when it starts.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Start {
    pub version: String,
    pub preferences: Preferences,
    /// Where the database and the index are kept.
    pub data_folder: String,
    /// Where finished episodes are kept.
    pub downloads_folder: String,
    pub sound: SoundSettings,
    pub sleep: Option<SleepTimer>,
    /// Closing the window keeps Friday running in the tray.
    pub closes_to_tray: bool,
    /// The last episode that was listened to and not finished.
    pub resume: Option<Episode>,
    /// It was playing when the page went away, and is meant to go on.
    pub playing: bool,
    /// Where the loopback server has the sound of an episode; its id comes after this.
    pub sound_of: String,
}

/// Something that has happened. Carries ids; the page reads the rows that it shows.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum Event {
    PodcastsChanged {
        #[ts(type = "number[]")]
        ids: Vec<i64>,
    },
    EpisodesChanged {
        #[ts(type = "number[]")]
        ids: Vec<i64>,
    },
    /// Lists of episodes may have other members: a refresh brought some.
    EpisodesAdded {
        #[ts(type = "number")]
        podcast_id: i64,
        count: u32,
    },
    /// The state of these downloads has changed.
    DownloadsChanged {
        #[ts(type = "number[]")]
        ids: Vec<i64>,
    },
    /// The rules have let these finished downloads go; for a while they can be put back.
    CleanedUp {
        #[ts(type = "number[]")]
        ids: Vec<i64>,
    },
    /// One snapshot of every running download, at most four a second.
    Progress { downloads: Vec<Progress> },
    /// A refresh has begun, moved on or ended.
    RefreshProgress { done: u32, total: u32 },
    /// The search index has more in it, or is whole again.
    SearchIndexChanged,
    /// The tray asks for a view: its address, as after the `#`.
    ViewAsked { address: String },
    /// Another program hands over the address of a feed or of a website, for the listener to decide.
    AddressOpened { address: String },
    /// Friday was opened with a list of podcasts, or one was dropped; `read_opened_list` has it.
    ListOpened,
    /// The database was found to be damaged; nothing but restoring a backup makes sense now.
    LibraryDamaged,
    /// Where downloads run, or whether the broker can be reached.
    RoadChanged,
    /// Another process has changed something (`fridayctl` beside the window): what is shown is read again.
    LibraryChanged,
    /// The player is asked for something.
    PlayerCommanded { command: PlayerCommand },
    /// The order, the members or the choice of the lists of what plays next.
    UpNextChanged,
    /// How episodes sound.
    SoundChanged,
    /// A sleep timer was set, has run out, or was called off.
    SleepChanged { timer: Option<SleepTimer> },
    BookmarksChanged {
        #[ts(type = "number")]
        episode_id: i64,
    },
}

/// A feed that a web page announces.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct AnnouncedFeed {
    /// As the page names it.
    pub title: Option<String>,
    pub url: String,
}

/// How a command fails: a code to choose words by, a sentence, and the technical reason.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Failure {
    pub code: String,
    pub message: String,
    pub detail: Option<String>,
    /// Where a web page announces several feeds: which, for the listener to choose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<AnnouncedFeed>>", optional)]
    pub feeds: Vec<AnnouncedFeed>,
}

/// What the podcast namespace says of a podcast or of an episode. Of each what the other never has is empty.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Extras {
    pub medium: Option<String>,
    pub update_frequency: Option<String>,
    pub season_name: Option<String>,
    pub number_label: Option<String>,
    pub persons: Vec<Person>,
    pub locations: Vec<Link>,
    pub license: Option<Link>,
    pub funding: Vec<Link>,
    pub recipients: Vec<Recipient>,
    pub soundbites: Vec<Soundbite>,
    pub discussions: Vec<Link>,
    /// Podcasts that this one recommends, as far as their feeds are known.
    pub podroll: Vec<FoundPodcast>,
    /// Broadcasts that are announced or on.
    pub live: Vec<LiveItem>,
    pub notes: Vec<String>,
}

/// Someone who has a part in it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Person {
    pub name: String,
    /// In the publisher's words; a host when absent.
    pub role: Option<String>,
    pub link: Option<String>,
}

/// Something with a name, and perhaps a page about it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Link {
    pub name: String,
    pub url: Option<String>,
}

/// Someone to whom money can be sent straight away.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Recipient {
    pub name: String,
    /// For example `lightning`.
    pub kind: String,
    pub address: String,
}

/// A moment to begin with; in seconds.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Soundbite {
    pub start: f64,
    pub length: f64,
    pub title: String,
}

/// A broadcast that a feed announces.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct LiveItem {
    pub title: String,
    /// It is on now, as the feed last said.
    pub on: bool,
    #[ts(type = "number | null")]
    pub start: Option<i64>,
    pub link: Option<String>,
}

/// What importing a list of podcasts would do.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct ImportPlan {
    pub fresh: Vec<PlannedFeed>,
    /// Subscribed to already; of these, so many under a former address.
    pub known: u32,
    pub moved: u32,
    pub skipped: Vec<SkippedFeed>,
    /// What was odd about the list: English sentences.
    pub problems: Vec<String>,
}

/// A feed to subscribe to.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct PlannedFeed {
    pub title: String,
    pub url: String,
    /// The folders that it is in, the outermost first.
    pub folder: Vec<String>,
}

/// A feed of a list that is left out.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct SkippedFeed {
    pub title: Option<String>,
    pub address: String,
    pub reason: SkipReason,
}

/// Why a feed of a list is left out.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub enum SkipReason {
    NoAddress,
    NotOnTheWeb,
    Twice,
    NotSubscribed,
    TooMany,
}

/// What an import has done.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct Imported {
    pub added: u32,
    pub known: u32,
}

/// A list of the subscriptions that was written.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "wire.ts")]
pub struct ExportedList {
    pub file: String,
    pub podcasts: u32,
    /// Titles of podcasts whose addresses are made for this listener alone.
    pub private: Vec<String>,
}
