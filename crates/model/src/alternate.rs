use url::Url;

use crate::Enclosure;

/// Another edition of an episode's media (`podcast:alternateEnclosure`): smaller, better, in another language or format.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct AlternateEnclosure {
    /// The same bytes at several places, http or https; the first that can be reached will do. Never empty.
    pub sources: Vec<Url>,
    /// MIME type as written, lower case.
    pub mime_type: Option<String>,
    /// Bytes; absent when missing, zero or nonsense.
    pub length: Option<u64>,
    /// Average bits a second.
    pub bitrate: Option<u64>,
    /// Lines of a picture, for video.
    pub height: Option<u32>,
    /// As declared (RFC 5646).
    pub language: Option<String>,
    /// For people: plain text.
    pub title: Option<String>,
    /// Alternates with the same word belong together.
    pub rel: Option<String>,
    /// The same media as the enclosure, and the one that the publisher would play.
    pub default: bool,
    pub integrity: Option<Integrity>,
}

impl AlternateEnclosure {
    /// The edition as a file to download: its first source.
    #[must_use]
    pub fn enclosure(&self) -> Option<Enclosure> {
        let url = self.sources.first()?.clone();
        Some(Enclosure { url, mime_type: self.mime_type.clone(), length: self.length })
    }
}

/// How the bytes of a file can be told from forged or damaged ones (`podcast:integrity`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Integrity {
    pub kind: IntegrityKind,
    /// As written: a list of hashes, or an armoured signature.
    pub value: String,
}

/// What a value of [`Integrity`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntegrityKind {
    /// Subresource Integrity (W3C): `sha384-…`, base64.
    Sri,
    /// A detached OpenPGP signature.
    PgpSignature,
}

impl IntegrityKind {
    /// The word that feeds use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sri => "sri",
            Self::PgpSignature => "pgp-signature",
        }
    }

    /// Read from the word that feeds use.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Sri, Self::PgpSignature]
            .into_iter()
            .find(|kind| kind.as_str().eq_ignore_ascii_case(word.trim()))
    }
}
