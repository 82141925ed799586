//! How much of a document is believed: every bound on what a stranger can make us hold or do.

/// A feed, after decompression. More is refused.
pub const MAX_DOCUMENT_BYTES: usize = 48_000_000;
/// Episodes kept of one feed: the newest.
pub const MAX_EPISODES: usize = 20_000;
/// Elements inside each other. Reading stops at the first that is deeper; what came before it is kept.
pub const MAX_DEPTH: usize = 256;
/// Attributes read of one tag; the others are ignored.
pub const MAX_ATTRIBUTES: usize = 256;
/// Show notes of one episode; they are cut there.
pub const MAX_NOTES_BYTES: usize = 1024 * 1024;
/// A title; it is cut there.
pub const MAX_TITLE_BYTES: usize = 1024;
/// The description of a podcast; it is cut there.
pub const MAX_DESCRIPTION_BYTES: usize = 64 * 1024;
/// The summary of an episode, in characters.
pub const MAX_SUMMARY_CHARS: usize = 300;
/// A guid; it is cut there, the same way each time.
pub const MAX_GUID_BYTES: usize = 4096;
/// An address; a longer one is left out.
pub const MAX_URL_BYTES: usize = 32 * 1024;
/// Enclosures, and transcripts, kept of one episode.
pub const MAX_MEDIA_PER_EPISODE: usize = 100;
/// Problems reported of one feed.
pub const MAX_PROBLEMS: usize = 200;
/// How much of a web page is searched for feeds.
pub const MAX_PAGE_BYTES: usize = 4 * 1024 * 1024;
/// Feeds taken from one web page.
pub const MAX_ANNOUNCED_FEEDS: usize = 50;
/// A list of chapters. More is refused.
pub const MAX_CHAPTERS_BYTES: usize = 1024 * 1024;
/// Chapters of one episode: the earliest.
pub const MAX_CHAPTERS: usize = 2000;
/// A transcript; it is cut there.
pub const MAX_TRANSCRIPT_BYTES: usize = 5 * 1024 * 1024;
/// Cues of one transcript: the first.
pub const MAX_CUES: usize = 50_000;
/// The words of one cue, and the name of who speaks; they are cut there.
pub const MAX_CUE_BYTES: usize = 8 * 1024;
/// A list of feeds (OPML). More is refused.
pub const MAX_OPML_BYTES: usize = 20 * 1024 * 1024;
/// Feeds taken from one list, those that are skipped included.
pub const MAX_LISTED_FEEDS: usize = 20_000;
/// Persons of one podcast or episode, and as many places, recipients, recommendations and so on.
pub const MAX_EXTRAS: usize = 100;
/// A text with a purpose (`podcast:txt`); it is cut there, as its specification says.
pub const MAX_TXT_BYTES: usize = 4000;
