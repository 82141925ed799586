//! Which of the files of an episode is the one to listen to.

use friday_model::Enclosure;

/// What a media file is, as far as its announcement tells. The better first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Audio,
    Video,
    /// The announcement does not say; the file itself will.
    Unknown,
    /// An image, a document: nothing to play.
    Unplayable,
}

const AUDIO: [&str; 14] =
    ["mp3", "m4a", "m4b", "aac", "ogg", "oga", "opus", "flac", "wav", "wma", "mka", "weba", "aif", "aiff"];
const VIDEO: [&str; 10] = ["mp4", "m4v", "mov", "webm", "mkv", "ogv", "avi", "mpg", "mpeg", "3gp"];

/// The enclosure to download and play: audio before video before what might be either, the first in the feed among
/// equals. `None` if there is nothing to play.
pub fn best_enclosure(enclosures: &[Enclosure]) -> Option<&Enclosure> {
    enclosures
        .iter()
        .filter(|enclosure| kind(enclosure) != Kind::Unplayable)
        .min_by_key(|enclosure| kind(enclosure))
}

/// Types are often wrong, names of files seldom: a name that only sound has decides, then the type, then the name.
pub(crate) fn kind(enclosure: &Enclosure) -> Kind {
    let extension = extension(enclosure);
    let mime_type = enclosure.mime_type.as_deref().unwrap_or_default();
    let family = mime_type.split('/').next().unwrap_or_default();
    if AUDIO.contains(&extension.as_str()) || family == "audio" || mime_type == "application/ogg" {
        Kind::Audio
    } else if VIDEO.contains(&extension.as_str()) || family == "video" {
        Kind::Video
    } else if matches!(family, "image" | "text" | "font" | "model")
        || ["pdf", "epub", "zip", "flash", "torrent", "json", "xml", "html"]
            .iter()
            .any(|word| mime_type.contains(word))
        || ["jpg", "jpeg", "png", "gif", "webp", "pdf", "epub", "zip", "torrent", "html"]
            .contains(&extension.as_str())
    {
        Kind::Unplayable
    } else {
        Kind::Unknown
    }
}

fn extension(enclosure: &Enclosure) -> String {
    let name = enclosure.url.path().rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use friday_model::Enclosure;
    use url::Url;

    use super::{Kind, best_enclosure, kind};

    fn enclosure(url: &str, mime_type: &str) -> Enclosure {
        Enclosure {
            url: Url::parse("https://media.example/").unwrap().join(url).unwrap(),
            mime_type: Some(mime_type.to_owned()).filter(|mime_type| !mime_type.is_empty()),
            length: None,
        }
    }

    #[test]
    fn the_kind_is_told_by_type_and_name() {
        for (url, mime_type, expected) in [
            ("a.mp3", "audio/mpeg", Kind::Audio),
            ("a.mp3", "text/html", Kind::Audio),
            ("a.MP3?x=y", "", Kind::Audio),
            ("a.m4a", "video/mp4", Kind::Audio),
            ("a.php?id=1", "audio/mpeg", Kind::Audio),
            ("a.mp4", "audio/mp4", Kind::Audio),
            ("a.mp4", "", Kind::Video),
            ("a", "video/mp4", Kind::Video),
            ("a", "", Kind::Unknown),
            ("a", "application/octet-stream", Kind::Unknown),
            ("a.jpg", "image/jpeg", Kind::Unplayable),
            ("a.jpg", "", Kind::Unplayable),
            ("a", "application/pdf", Kind::Unplayable),
            ("a", "application/x-shockwave-flash", Kind::Unplayable),
        ] {
            assert_eq!(kind(&enclosure(url, mime_type)), expected, "{url} {mime_type}");
        }
    }

    #[test]
    fn audio_comes_before_video_and_the_first_before_the_second() {
        let files = [
            enclosure("cover.jpg", "image/jpeg"),
            enclosure("film.mp4", "video/mp4"),
            enclosure("first.ogg", "audio/ogg"),
            enclosure("second.mp3", "audio/mpeg"),
        ];
        assert_eq!(best_enclosure(&files), Some(&files[2]));
        assert_eq!(best_enclosure(&files[..2]), Some(&files[1]));
        assert_eq!(best_enclosure(&files[..1]), None);
        assert_eq!(best_enclosure(&[]), None);
    }
}
