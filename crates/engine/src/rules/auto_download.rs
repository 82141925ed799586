//! Which episodes are downloaded by themselves after a refresh.

use std::time::Duration;

use friday_model::{AutoDownload, EpisodeId, EpisodeType, PublishedEpisode};

/// When at least half of what a podcast holds is suddenly new, its publisher has moved or renamed everything: the
/// listener did not ask for a back catalogue, so no more than this comes by itself.
const MOST_OF_A_BACK_CATALOGUE: usize = 3;

/// An episode that may be downloaded.
pub(crate) struct Candidate<'a> {
    pub(crate) id: EpisodeId,
    pub(crate) published: &'a PublishedEpisode,
    /// This refresh brought it. Others are never chosen: the listener may have deleted them.
    pub(crate) new: bool,
    /// Played, downloaded or in the queue already.
    pub(crate) settled: bool,
}

/// The episodes to download, newest first. `newest_first` holds those that announce a file; `new` of the podcast's
/// `all` episodes came with this refresh.
pub(crate) fn to_download(
    rule: &AutoDownload,
    newest_first: &[Candidate<'_>],
    new: usize,
    all: usize,
) -> Vec<EpisodeId> {
    let newest = usize::try_from(rule.newest).unwrap_or(usize::MAX);
    let most = if new * 2 >= all { MOST_OF_A_BACK_CATALOGUE } else { usize::MAX };
    newest_first
        .iter()
        .filter(|candidate| passes(rule, candidate.published))
        .take(newest)
        .filter(|candidate| candidate.new && !candidate.settled)
        .take(most)
        .map(|candidate| candidate.id)
        .collect()
}

fn passes(rule: &AutoDownload, episode: &PublishedEpisode) -> bool {
    let title = episode.title.to_lowercase();
    let says = |words: &[String]| words.iter().any(|word| title.contains(&word.to_lowercase()));
    let long_enough = |shortest: Duration| episode.duration.is_none_or(|length| length >= shortest);
    let short_enough = |longest: Duration| episode.duration.is_none_or(|length| length <= longest);
    (rule.contains.is_empty() || says(&rule.contains))
        && !says(&rule.excludes)
        && rule.shortest.is_none_or(long_enough)
        && rule.longest.is_none_or(short_enough)
        && (rule.types.is_empty() || rule.types.contains(&episode.episode_type.unwrap_or(EpisodeType::Full)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(title: &str) -> PublishedEpisode {
        PublishedEpisode { title: title.to_owned(), ..PublishedEpisode::default() }
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn newest(newest: u32) -> AutoDownload {
        AutoDownload { newest, ..AutoDownload::default() }
    }

    /// One letter an episode, newest first: `n` is new, `s` is new and settled, `o` is old. Answers their places.
    fn chosen(rule: &AutoDownload, episodes: &str, all: usize) -> Vec<i64> {
        let published = titled("Any");
        let candidates: Vec<Candidate<'_>> = (0..)
            .zip(episodes.chars())
            .map(|(place, letter)| Candidate {
                id: EpisodeId(place),
                published: &published,
                new: letter != 'o',
                settled: letter == 's',
            })
            .collect();
        let new = candidates.iter().filter(|candidate| candidate.new).count();
        to_download(rule, &candidates, new, all).into_iter().map(|id| id.0).collect()
    }

    #[test]
    fn only_new_episodes_among_the_newest_come_by_themselves() {
        let table: [(&str, u32, &str, usize, &[i64]); 9] = [
            ("one new episode", 3, "nooo", 100, &[0]),
            ("nothing is new", 3, "oooo", 100, &[]),
            ("more are new than are wanted", 2, "nnnoo", 100, &[0, 1]),
            ("an old one was put into the archive", 2, "oon", 100, &[]),
            ("one that is downloaded takes its place", 2, "sno", 100, &[1]),
            ("none is wanted", 0, "nnn", 100, &[]),
            ("after a holiday", 20, "nnnnnnnnoooooooooooo", 100, &[0, 1, 2, 3, 4, 5, 6, 7]),
            ("every identity has changed", 50, "nnnnnnnnnn", 20, &[0, 1, 2]),
            ("a young podcast doubles", 50, "nno", 3, &[0, 1]),
        ];
        for (what, wanted, episodes, all, expected) in table {
            assert_eq!(chosen(&newest(wanted), episodes, all), expected, "{what}");
        }
    }

    #[test]
    fn an_episode_has_to_pass_every_filter() {
        let minutes = |minutes: u64| Some(Duration::from_secs(minutes * 60));
        let long = PublishedEpisode { duration: minutes(90), ..titled("The long one") };
        let trailer = PublishedEpisode { episode_type: Some(EpisodeType::Trailer), ..titled("Soon") };
        let full = AutoDownload { types: vec![EpisodeType::Full], ..newest(9) };
        let table = [
            ("no filter", newest(9), &long, true),
            ("a word of the title", AutoDownload { contains: words(&["LONG"]), ..newest(9) }, &long, true),
            ("one of two words", AutoDownload { contains: words(&["x", "one"]), ..newest(9) }, &long, true),
            ("no word of the title", AutoDownload { contains: words(&["short"]), ..newest(9) }, &long, false),
            ("an excluded word", AutoDownload { excludes: words(&["Long"]), ..newest(9) }, &long, false),
            ("too short", AutoDownload { shortest: minutes(91), ..newest(9) }, &long, false),
            ("just long enough", AutoDownload { shortest: minutes(90), ..newest(9) }, &long, true),
            ("too long", AutoDownload { longest: minutes(89), ..newest(9) }, &long, false),
            ("of unknown length", AutoDownload { longest: minutes(1), ..newest(9) }, &trailer, true),
            ("of another type", full.clone(), &trailer, false),
            ("of no type is full", full, &long, true),
        ];
        for (what, rule, episode, expected) in table {
            assert_eq!(passes(&rule, episode), expected, "{what}");
        }
    }

    #[test]
    fn what_the_filters_refuse_takes_no_place() {
        let (refused, wanted) = (titled("Rerun"), titled("News"));
        let candidates = [(0, &refused), (1, &wanted)].map(|(id, published)| Candidate {
            id: EpisodeId(id),
            published,
            new: true,
            settled: false,
        });
        let rule = AutoDownload { excludes: words(&["rerun"]), ..newest(1) };
        assert_eq!(to_download(&rule, &candidates, 2, 50), [EpisodeId(1)]);
    }
}
