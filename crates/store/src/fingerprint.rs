use std::hash::{DefaultHasher, Hash, Hasher as _};

use friday_model::PublishedEpisode;

/// A number that changes with anything that the publisher says of an episode, so that an unchanged one need
/// not be written again. It is never compared between machines; when the standard library changes its hash,
/// every episode is written once more.
pub fn fingerprint(published: &PublishedEpisode) -> i64 {
    let PublishedEpisode {
        guid,
        title,
        link,
        published,
        duration,
        season,
        number,
        episode_type,
        explicit,
        image,
        notes,
        summary,
        chapters_url,
        chapters,
        transcripts,
        enclosures,
        alternates,
        extras,
    } = published;
    let mut hash = DefaultHasher::new();
    (guid, title, link, published, duration, season, number).hash(&mut hash);
    (episode_type.map(friday_model::EpisodeType::as_str), explicit, image, notes, summary, chapters_url)
        .hash(&mut hash);
    for enclosure in enclosures {
        (&enclosure.url, &enclosure.mime_type, enclosure.length).hash(&mut hash);
    }
    (chapters, transcripts, alternates, extras).hash(&mut hash);
    hash.finish().cast_signed()
}
