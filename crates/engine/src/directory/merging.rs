//! The same podcast from several directories is one hit.

use friday_model::FoundPodcast;
use url::Url;

/// Adds the hits of a directory to those of others: new ones after them, so that nothing on screen moves, and of known
/// ones what was not known yet.
pub(super) fn merge(found: &mut Vec<FoundPodcast>, more: Vec<FoundPodcast>) {
    for hit in more {
        let key = canonical(&hit.feed_url);
        match found.iter_mut().find(|known| canonical(&known.feed_url) == key) {
            None => found.push(hit),
            Some(known) => {
                known.author = known.author.take().or(hit.author);
                known.artwork_url = known.artwork_url.take().or(hit.artwork_url);
                known.episodes = known.episodes.or(hit.episodes);
                known.genre = known.genre.take().or(hit.genre);
                for source in hit.sources {
                    if !known.sources.contains(&source) {
                        known.sources.push(source);
                    }
                }
            }
        }
    }
}

/// What two addresses of one feed have in common: not the scheme, a `www.`, or a slash at the end.
fn canonical(feed: &Url) -> String {
    let host = feed.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let port = feed.port().map(|port| format!(":{port}")).unwrap_or_default();
    let query = feed.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{host}{port}{}{query}", feed.path().trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(source: &str, feed: &str, author: Option<&str>) -> FoundPodcast {
        FoundPodcast {
            title: source.to_owned(),
            author: author.map(ToOwned::to_owned),
            feed_url: feed.parse().unwrap(),
            artwork_url: None,
            sources: vec![source.to_owned()],
            episodes: None,
            genre: None,
        }
    }

    #[test]
    fn hits_of_one_feed_become_one() {
        let mut found = Vec::new();
        merge(&mut found, vec![hit("a", "https://www.one.example/feed/", None)]);
        merge(
            &mut found,
            vec![
                hit("b", "https://two.example/feed?id=1", None),
                hit("b", "http://one.example/feed", Some("Ann")),
                hit("b", "https://two.example/feed?id=2", None),
            ],
        );
        let sources: Vec<(&str, usize)> =
            found.iter().map(|hit| (hit.title.as_str(), hit.sources.len())).collect();
        assert_eq!(sources, [("a", 2), ("b", 1), ("b", 1)]);
        assert_eq!(found[0].author.as_deref(), Some("Ann"));
    }
}
