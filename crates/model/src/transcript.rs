use std::time::Duration;

use url::Url;

/// Where a transcript of an episode lies.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TextTrack {
    /// Always http or https.
    pub url: Url,
    /// MIME type as written, lower case.
    pub mime_type: Option<String>,
    /// As declared (RFC 5646); the language of the feed when absent.
    pub language: Option<String>,
    /// Cut for reading along, as subtitles are (`rel="captions"`).
    pub captions: bool,
}

/// What is said in an episode.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transcript {
    /// As the document itself declares it (RFC 5646).
    pub language: Option<String>,
    /// False for plain text: then every cue starts at zero.
    pub timed: bool,
    /// In the order of time.
    pub cues: Vec<Cue>,
}

/// A few words of a transcript, as they were spoken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cue {
    pub start: Duration,
    /// Never before `start`.
    pub end: Option<Duration>,
    /// Who speaks, where it is said; plain text.
    pub speaker: Option<String>,
    /// Plain text, one paragraph.
    pub text: String,
}
