//! Which new episodes are news, and the inbox where they wait for the listener to look.

use friday_model::{EpisodeId, Timestamp};

use crate::{Engine, Event, Result};

/// When at least half of what a podcast holds is suddenly new, its publisher has moved or renamed everything: no more
/// than this arrives.
const MOST_OF_A_BACK_CATALOGUE: usize = 3;

/// What was published longer ago has been put into the archive, and is no news.
const NEWS: std::time::Duration = std::time::Duration::from_hours(30 * 24);

/// Which of the episodes that a refresh brought are news, oldest first. `known` were there before.
pub(crate) fn arriving(
    fresh: &[(EpisodeId, Option<Timestamp>)],
    known: usize,
    now: Timestamp,
) -> Vec<EpisodeId> {
    let mut news: Vec<(Timestamp, EpisodeId)> = fresh
        .iter()
        .map(|(id, published)| (published.unwrap_or(now).min(now), *id))
        .filter(|(published, _)| now.since(*published) <= NEWS)
        .collect();
    news.sort_unstable();
    let is_back_catalogue = fresh.len() * 2 >= known + fresh.len();
    let most = if is_back_catalogue { MOST_OF_A_BACK_CATALOGUE } else { usize::MAX };
    let left_out = news.len().saturating_sub(most);
    news.split_off(left_out).into_iter().map(|(_, id)| id).collect()
}

impl Engine {
    /// New episodes that the listener has not looked at yet, those that came last first.
    pub async fn inbox(&self) -> Result<Vec<EpisodeId>> {
        Ok(self.inner.store.inbox().await?)
    }

    /// Takes episodes out of the inbox: the listener has seen them.
    pub async fn clear_from_inbox(&self, ids: &[EpisodeId]) -> Result<()> {
        let mut write = self.inner.store.write().await?;
        let gone = write.take_from_inbox(ids).await?;
        write.commit().await?;
        if !gone.is_empty() {
            self.tell(Event::EpisodesChanged(gone));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Case<'a> = (&'a str, &'a [Option<Timestamp>], usize, &'a [i64]);

    #[test]
    fn news_arrive_and_archives_do_not() {
        let day = 24 * 3_600_000;
        let now = Timestamp(1000 * day);
        let ago = |days: i64| Some(Timestamp((1000 - days) * day));
        let table: [Case<'_>; 8] = [
            ("nothing", &[], 10, &[]),
            ("one of today", &[ago(0)], 10, &[0]),
            ("after a holiday, oldest first", &[ago(1), ago(8), ago(15)], 10, &[2, 1, 0]),
            ("without a date", &[None], 10, &[0]),
            ("of the future", &[ago(-3)], 10, &[0]),
            ("an old one in the archive", &[ago(31), ago(2)], 10, &[1]),
            ("everything is new", &[ago(1), ago(2), ago(3), ago(4), ago(5)], 5, &[2, 1, 0]),
            ("the first of a new podcast", &[ago(0)], 0, &[0]),
        ];
        for (what, dates, known, expected) in table {
            let fresh: Vec<_> = (0..).map(EpisodeId).zip(dates.iter().copied()).collect();
            let arrived: Vec<i64> = arriving(&fresh, known, now).iter().map(|id| id.0).collect();
            assert_eq!(arrived, expected, "{what}");
        }
    }
}
