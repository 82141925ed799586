//! Recognises the episodes of a podcast when its feed comes back changed. Pure: keys in, a plan out.

use std::collections::{HashMap, HashSet};

use friday_model::{EpisodeId, PublishedEpisode};
use friday_store::{EpisodeKey, fingerprint};

/// What a refresh has to write. Whatever it does not name stays as it is; episodes that are gone from the feed
/// are not gone from Friday.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct MergePlan {
    /// Episodes that were never seen: their place in the document, and their identity.
    pub(crate) add: Vec<(usize, String)>,
    /// Episodes that the publisher says something new about.
    pub(crate) update: Vec<(EpisodeId, usize, String)>,
}

/// Compares what is known with what is published.
///
/// An episode is recognised by its identity (trimmed guid, else enclosure, else link, else title and date). Where that
/// has changed, it is recognised by two other traits out of enclosure, title and date. One trait alone is never enough:
/// publishers reuse file names and titles, and two real episodes must not become one.
pub(crate) fn plan(known: &[EpisodeKey], published: &[PublishedEpisode]) -> MergePlan {
    let identities = identities(published);
    let by_identity: HashMap<&str, &EpisodeKey> =
        known.iter().map(|key| (key.identity.as_str(), key)).collect();
    let published_identities: HashSet<&str> = identities.iter().map(String::as_str).collect();
    let orphans: Vec<&EpisodeKey> =
        known.iter().filter(|key| !published_identities.contains(key.identity.as_str())).collect();
    let mut claimed: HashSet<EpisodeId> = HashSet::new();
    let mut seen: HashSet<&str> = HashSet::new();
    let mut plan = MergePlan::default();
    for (place, (episode, identity)) in published.iter().zip(&identities).enumerate() {
        if !seen.insert(identity) {
            continue;
        }
        let same = by_identity.get(identity.as_str()).copied().or_else(|| {
            orphans.iter().copied().find(|key| !claimed.contains(&key.id) && two_traits_agree(key, episode))
        });
        match same {
            None => plan.add.push((place, identity.clone())),
            Some(key) => {
                claimed.insert(key.id);
                if key.fingerprint != fingerprint(episode) || key.identity != *identity {
                    plan.update.push((key.id, place, identity.clone()));
                }
            }
        }
    }
    plan
}

/// The episodes of a document with the file that is to be played in front. Where none can be played, none is left:
/// an episode whose only enclosure is a picture is an episode to read.
pub(crate) fn playable_first(mut episodes: Vec<PublishedEpisode>) -> Vec<PublishedEpisode> {
    for episode in &mut episodes {
        let best = friday_feed::best_enclosure(&episode.enclosures).cloned();
        let place = best.and_then(|best| episode.enclosures.iter().position(|enclosure| *enclosure == best));
        match place {
            Some(place) => episode.enclosures[..=place].rotate_right(1),
            None => episode.enclosures.clear(),
        }
    }
    episodes
}

fn two_traits_agree(key: &EpisodeKey, episode: &PublishedEpisode) -> bool {
    let enclosure = episode.enclosures.first().map(|enclosure| enclosure.url.as_str());
    let agreeing = [
        enclosure.is_some() && key.enclosure_url.as_deref() == enclosure,
        !episode.title.is_empty() && key.title == episode.title,
        episode.published.is_some() && key.published == episode.published,
    ];
    agreeing.into_iter().filter(|agrees| *agrees).count() >= 2
}

/// The episode among those that are known, if it is there.
pub(crate) fn recognise(known: &[EpisodeKey], published: &PublishedEpisode) -> Option<EpisodeId> {
    let identity = identity(published);
    let same = known.iter().find(|key| key.identity == identity);
    same.or_else(|| known.iter().find(|key| two_traits_agree(key, published))).map(|key| key.id)
}

/// The identity of an episode that stands alone.
pub(crate) fn identity(published: &PublishedEpisode) -> String {
    published.guid.clone().unwrap_or_else(|| without_guid(published))
}

/// The identity of each episode of a document. A guid that several episodes with different files share tells them
/// apart only together with the file.
fn identities(published: &[PublishedEpisode]) -> Vec<String> {
    let mut files: HashMap<&str, HashSet<Option<&str>>> = HashMap::new();
    for episode in published {
        if let Some(guid) = &episode.guid {
            files.entry(guid).or_default().insert(enclosure(episode));
        }
    }
    published
        .iter()
        .map(|episode| match &episode.guid {
            Some(guid) if files.get(guid.as_str()).is_some_and(|files| files.len() > 1) => {
                format!("{guid}\n{}", enclosure(episode).unwrap_or_default())
            }
            Some(guid) => guid.clone(),
            None => without_guid(episode),
        })
        .collect()
}

fn without_guid(episode: &PublishedEpisode) -> String {
    enclosure(episode).or(episode.link.as_ref().map(url::Url::as_str)).map_or_else(
        || {
            format!(
                "{}\n{}",
                episode.title,
                episode.published.map_or(String::new(), |time| time.0.to_string())
            )
        },
        str::to_owned,
    )
}

fn enclosure(episode: &PublishedEpisode) -> Option<&str> {
    episode.enclosures.first().map(|enclosure| enclosure.url.as_str())
}

#[cfg(test)]
mod tests {
    use friday_model::{Enclosure, Timestamp};

    use super::*;

    fn episode(guid: Option<&str>, file: &str, title: &str, day: i64) -> PublishedEpisode {
        PublishedEpisode {
            guid: guid.map(str::to_owned),
            title: title.to_owned(),
            published: Some(Timestamp(day)),
            enclosures: vec![Enclosure {
                url: format!("https://host.example/{file}").parse().unwrap(),
                mime_type: None,
                length: None,
            }],
            ..PublishedEpisode::default()
        }
    }

    fn known(published: &[PublishedEpisode]) -> Vec<EpisodeKey> {
        let plan = plan(&[], published);
        plan.add
            .iter()
            .map(|(place, identity)| EpisodeKey {
                id: EpisodeId(*place as i64),
                identity: identity.clone(),
                fingerprint: fingerprint(&published[*place]),
                enclosure_url: enclosure(&published[*place]).map(str::to_owned),
                title: published[*place].title.clone(),
                published: published[*place].published,
            })
            .collect()
    }

    #[test]
    fn the_same_document_again_changes_nothing_in_any_order() {
        let mut document = vec![
            episode(Some("a"), "1.mp3", "One", 1),
            episode(Some("a"), "2.mp3", "Two", 2),
            episode(None, "3.mp3", "Three", 3),
            PublishedEpisode { title: "No file".into(), ..PublishedEpisode::default() },
        ];
        let known = known(&document);
        assert_eq!(known.len(), 4, "two files under one guid are two episodes");
        assert_eq!(plan(&known, &document), MergePlan::default());
        document.reverse();
        assert_eq!(plan(&known, &document), MergePlan::default());
    }

    #[test]
    fn an_episode_keeps_its_state_when_one_trait_changes() {
        let known = known(&[episode(Some("a"), "1.mp3", "One", 1)]);
        let changed = [
            ("guid", episode(Some("b"), "1.mp3", "One", 1)),
            ("file", episode(Some("a"), "1.mp3?token=2", "One", 1)),
            ("title", episode(Some("a"), "1.mp3", "Uno", 1)),
            ("date", episode(Some("a"), "1.mp3", "One", 2)),
            ("guid gone", episode(None, "1.mp3", "One", 1)),
        ];
        for (what, episode) in changed {
            let plan = plan(&known, &[episode]);
            assert_eq!((plan.add.len(), plan.update.len()), (0, 1), "{what}");
        }
    }

    #[test]
    fn two_real_episodes_are_never_merged() {
        let known = known(&[episode(Some("a"), "latest.mp3", "News", 1)]);
        let fresh = [
            ("a file name used again", episode(Some("b"), "latest.mp3", "Other news", 2)),
            ("a title used again", episode(Some("b"), "2.mp3", "News", 2)),
            ("published at the same second", episode(Some("b"), "2.mp3", "Other news", 1)),
        ];
        for (what, episode) in fresh {
            let plan = plan(&known, &[episode]);
            assert_eq!((plan.add.len(), plan.update.len()), (1, 0), "{what}");
        }
    }

    #[test]
    fn a_new_episode_beside_known_ones_is_the_only_one_added() {
        let before = [episode(Some("a"), "1.mp3", "One", 1)];
        let after = [episode(Some("b"), "2.mp3", "Two", 2), episode(Some("a"), "1.mp3", "One", 1)];
        assert_eq!(plan(&known(&before), &after).add, [(0, "b".to_owned())]);
    }
}
