//! What a run of a download met on its way, read back from what its job noted.

use friday_model::EpisodeId;
use friday_queue::Attempt;
use serde_json::Value;

use crate::{Engine, Result, jobs::download_episode::DownloadEpisode};

/// The requests of one run, and what the server said last. Empty where nothing answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trail {
    /// Of the last answer.
    pub status: Option<u16>,
    /// Every request, redirects included.
    pub hops: Vec<TrailHop>,
    /// Name and value of the headers that help to understand the answer.
    pub headers: Vec<(String, String)>,
}

/// A request and how it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailHop {
    /// What was asked for.
    pub url: String,
    /// The status of the answer; none where no answer came.
    pub status: Option<u16>,
}

impl Trail {
    /// The trail of a run. What another version noted in another form reads as nothing.
    pub fn of(attempt: &Attempt) -> Self {
        let Some(noted) = &attempt.extra else { return Self::default() };
        Self {
            status: status_in(noted),
            hops: list(&noted["hops"]).filter_map(hop_in).collect(),
            headers: list(&noted["headers"]).filter_map(header_in).collect(),
        }
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn status_in(value: &Value) -> Option<u16> {
    u16::try_from(value["status"].as_u64()?).ok()
}

fn hop_in(value: &Value) -> Option<TrailHop> {
    Some(TrailHop { url: value["url"].as_str()?.to_owned(), status: status_in(value) })
}

fn header_in(value: &Value) -> Option<(String, String)> {
    Some((value[0].as_str()?.to_owned(), value[1].as_str()?.to_owned()))
}

/// Bytes a second of a run; nothing where it brought nothing or took no time.
pub fn speed_of(attempt: &Attempt) -> Option<u64> {
    let milliseconds = u64::try_from(attempt.ended - attempt.started).ok().filter(|time| *time > 0)?;
    let speed = attempt.bytes.saturating_mul(1000) / milliseconds;
    (speed > 0).then_some(speed)
}

impl Engine {
    /// The runs so far of a download that is not finished, oldest first; none where there is no such download.
    pub async fn download_attempts(&self, id: EpisodeId) -> Result<Vec<Attempt>> {
        match self.inner.queue.job_by_key(DownloadEpisode::KIND, &id.to_string()).await? {
            Some(job) => Ok(self.inner.queue.attempts(job.id).await?),
            None => Ok(Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use friday_queue::Outcome;
    use serde_json::json;

    use super::*;

    fn attempt(extra: Option<serde_json::Value>) -> Attempt {
        Attempt {
            number: 1,
            started: 1000,
            ended: 3500,
            bytes: 5000,
            outcome: Outcome::Done,
            error: None,
            extra,
        }
    }

    #[test]
    fn a_trail_is_read_back_and_what_is_no_trail_is_none() {
        let noted = json!({
            "status": 206,
            "hops": [{ "url": "https://a.example/x", "status": 302 }, { "url": "https://b.example/x", "status": null }],
            "headers": [["etag", "\"1\""]],
        });
        let trail = Trail::of(&attempt(Some(noted)));
        assert_eq!((trail.status, trail.hops.len(), trail.hops[1].status), (Some(206), 2, None));
        assert_eq!(trail.headers, [("etag".to_owned(), "\"1\"".to_owned())]);
        for nothing in [None, Some(json!(null)), Some(json!("words")), Some(json!({ "hops": 7 }))] {
            assert_eq!(Trail::of(&attempt(nothing)), Trail::default());
        }
    }

    #[test]
    fn the_speed_is_that_of_the_whole_run() {
        assert_eq!(speed_of(&attempt(None)), Some(2000));
        assert_eq!(speed_of(&Attempt { bytes: 0, ..attempt(None) }), None);
        assert_eq!(speed_of(&Attempt { ended: 1000, ..attempt(None) }), None);
    }
}
