use super::*;

const DAY: i64 = 24 * 60 * 60 * 1000;
const NOW: Timestamp = Timestamp(1000 * DAY);

/// Of podcast 1, of 10 bytes, as many days old as its number, never begun.
fn download(episode: i64) -> Finished {
    Finished {
        episode: EpisodeId(episode),
        podcast: PodcastId(1),
        bytes: 10,
        date: days_ago(episode),
        came: days_ago(0),
        listened: None,
        heard: Heard::Not,
        protected: false,
    }
}

fn played(episode: i64, days: i64) -> Finished {
    Finished { heard: Heard::Played, listened: Some(days_ago(days)), ..download(episode) }
}

fn of_podcast(podcast: i64, mut download: Finished) -> Finished {
    download.podcast = PodcastId(podcast);
    download
}

fn protected(mut download: Finished) -> Finished {
    download.protected = true;
    download
}

fn days_ago(days: i64) -> Timestamp {
    Timestamp(NOW.0 - days * DAY)
}

fn of_podcast_1(rule: KeepRule) -> KeepRules {
    KeepRules { podcasts: HashMap::from([(PodcastId(1), rule)]), budget: None }
}

fn keep(newest: u32) -> KeepRules {
    of_podcast_1(KeepRule { newest: Some(newest), ..KeepRule::default() })
}

fn after(days: u32) -> KeepRules {
    of_podcast_1(KeepRule { days_after_played: Some(days), ..KeepRule::default() })
}

fn podcast_budget(budget: u64) -> KeepRules {
    of_podcast_1(KeepRule { budget: Some(budget), ..KeepRule::default() })
}

fn budget(budget: u64) -> KeepRules {
    KeepRules { budget: Some(budget), ..KeepRules::default() }
}

fn gone(downloads: &[Finished], rules: &KeepRules) -> Vec<i64> {
    leaving(downloads, rules, NOW).iter().map(|leaving| leaving.episode.0).collect()
}

#[test]
fn each_rule_lets_go_what_it_says_and_no_more() {
    let in_progress = |episode| Finished { heard: Heard::InProgress, ..download(episode) };
    let table: [(&str, Vec<Finished>, KeepRules, &[i64]); 18] = [
        ("no rule", vec![played(1, 900), download(2)], KeepRules::default(), &[]),
        ("keep two", vec![download(3), download(1), download(2)], keep(2), &[3]),
        ("keep none", vec![download(1), download(2)], keep(0), &[1, 2]),
        ("fewer than are kept", vec![download(1)], keep(2), &[]),
        ("another podcast's", vec![of_podcast(2, download(1))], keep(0), &[]),
        (
            "a starred one takes no place",
            vec![protected(download(1)), download(2), download(3)],
            keep(1),
            &[3],
        ),
        ("a starred old one stays", vec![download(1), protected(download(9))], keep(1), &[]),
        ("played, at once", vec![played(1, 0), download(2), in_progress(3)], after(0), &[1]),
        ("played, not long enough ago", vec![played(1, 6)], after(7), &[]),
        ("played, long enough ago", vec![played(1, 7)], after(7), &[1]),
        ("played, but it plays again", vec![protected(played(1, 7))], after(7), &[]),
        ("within its budget", vec![download(1), download(2)], podcast_budget(20), &[]),
        (
            "beyond its budget, the oldest",
            vec![download(1), download(2), download(3)],
            podcast_budget(15),
            &[3, 2],
        ),
        (
            "another podcast is beyond it",
            vec![of_podcast(2, download(1)), download(2)],
            podcast_budget(10),
            &[],
        ),
        ("beyond the budget of all", vec![of_podcast(2, download(5)), download(1)], budget(10), &[5]),
        (
            "played first, longest ago first, the begun last",
            vec![in_progress(9), download(4), download(5), played(1, 1), played(2, 2)],
            budget(0),
            &[2, 1, 5, 4, 9],
        ),
        ("what is protected counts", vec![protected(download(3)), download(1)], budget(10), &[1]),
        ("only protected ones", vec![protected(download(1)), protected(download(2))], budget(0), &[]),
    ];
    for (what, downloads, rules, expected) in table {
        assert_eq!(gone(&downloads, &rules), expected, "{what}");
    }
}

#[test]
fn each_goes_once_and_by_the_first_rule_that_says_so() {
    let mut rules = of_podcast_1(KeepRule { newest: Some(2), days_after_played: Some(1), budget: Some(10) });
    rules.budget = Some(5);
    let downloads = [played(1, 3), download(2), download(3), download(4)];
    let reasons: Vec<_> =
        leaving(&downloads, &rules, NOW).iter().map(|leaving| (leaving.episode.0, leaving.reason)).collect();
    assert_eq!(
        reasons,
        [
            (1, LeavingReason::Played { days: 1 }),
            (4, LeavingReason::Newer { kept: 2 }),
            (3, LeavingReason::PodcastBudget { budget: 10 }),
            (2, LeavingReason::Budget { budget: 5 }),
        ]
    );
}

#[test]
fn one_that_was_marked_as_played_counts_from_its_download() {
    let marked =
        |days| Finished { heard: Heard::Played, listened: None, came: days_ago(days), ..download(1) };
    assert_eq!(gone(&[marked(3)], &after(7)), [0_i64; 0]);
    assert_eq!(gone(&[marked(7)], &after(7)), [1]);
}

#[test]
fn what_the_rules_have_left_they_leave_again() {
    let rules = KeepRules { budget: Some(35), ..keep(5) };
    let downloads: Vec<Finished> = (1..9).map(download).collect();
    let gone = gone(&downloads, &rules);
    let left: Vec<Finished> =
        downloads.into_iter().filter(|download| !gone.contains(&download.episode.0)).collect();
    assert_eq!(left.len(), 3);
    assert!(leaving(&left, &rules, NOW).is_empty());
}
