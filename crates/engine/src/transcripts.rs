//! What is said in an episode: fetched once, kept, and read again when its publisher names another document.

use friday_feed::{limits::MAX_TRANSCRIPT_BYTES, read_transcript};
use friday_model::{EpisodeId, TextTrack, Transcript};
use friday_net::{DocumentRequest, Fetched, NetError, Reach};
use friday_store::{DocumentKind, EpisodeDocument};

use crate::{Engine, Event, Result, episodes::not_found};

/// Documents that are tried before it is given up.
const MOST_TRIED: usize = 3;

impl Engine {
    /// The transcript of an episode; nothing where its feed names none, or none in which there are words. It is fetched
    /// the first time, and kept for when there is no network.
    pub async fn transcript(&self, id: EpisodeId) -> Result<Option<Transcript>> {
        let details = self.inner.store.episode(id).await?.ok_or_else(|| not_found(id))?;
        let podcast = self.podcast(details.row.episode.podcast).await?;
        let tracks =
            best_first(&details.row.episode.published.transcripts, podcast.podcast.language.as_deref());
        let kept = self.inner.store.episode_document(id, DocumentKind::Transcript).await?;
        if let Some(kept) = kept.filter(|kept| tracks.iter().any(|track| track.url == kept.url)) {
            let cues = self.inner.store.cues(id).await?;
            return Ok(Some(Transcript { language: kept.language, timed: kept.timed, cues }));
        }
        let mut failed = None;
        for track in tracks.into_iter().take(MOST_TRIED) {
            match self.fetch_transcript(track, Reach::typed(&details.row.podcast_feed)).await {
                Ok(Some(transcript)) => {
                    self.keep_transcript(id, track, &transcript).await?;
                    return Ok(Some(transcript));
                }
                Ok(None) => {}
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(None), |error| Err(error.into()))
    }

    async fn fetch_transcript(
        &self,
        track: &TextTrack,
        reach: Reach,
    ) -> Result<Option<Transcript>, NetError> {
        let request = DocumentRequest {
            accept: "text/vtt, application/x-subrip, application/json, text/*;q=0.5, */*;q=0.1",
            // What is longer is cut, not refused; what is much longer is no transcript.
            limit: 4 * MAX_TRANSCRIPT_BYTES as u64,
            ..DocumentRequest::new(track.url.clone(), reach)
        };
        let Fetched::Document(answer) = self.inner.net.fetch(&request).await? else { return Ok(None) };
        let mut transcript = read_transcript(&answer.bytes, answer.content_type.as_deref()).transcript;
        transcript.language = transcript.language.or_else(|| track.language.clone());
        Ok(Some(transcript).filter(|transcript| !transcript.cues.is_empty()))
    }

    async fn keep_transcript(&self, id: EpisodeId, track: &TextTrack, transcript: &Transcript) -> Result<()> {
        let document = EpisodeDocument {
            url: track.url.clone(),
            language: transcript.language.clone(),
            timed: transcript.timed,
            fetched: self.now(),
        };
        let mut write = self.inner.store.write().await?;
        write.set_cues(id, &transcript.cues).await?;
        write.set_episode_document(id, DocumentKind::Transcript, &document).await?;
        write.commit().await?;
        self.tell(Event::TranscriptKept(id));
        Ok(())
    }
}

/// The tracks, those first that can be followed best: in the language of the podcast, with times, with who speaks.
fn best_first<'a>(tracks: &'a [TextTrack], language: Option<&str>) -> Vec<&'a TextTrack> {
    let mut tracks: Vec<&TextTrack> = tracks.iter().collect();
    tracks.sort_by_key(|track| (!speaks(track, language), format_rank(track)));
    tracks
}

/// A track that says nothing of its language is in the podcast's.
fn speaks(track: &TextTrack, language: Option<&str>) -> bool {
    let main = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    track.language.as_deref().zip(language).is_none_or(|(one, other)| main(one) == main(other))
}

fn format_rank(track: &TextTrack) -> u8 {
    let mime_type = track.mime_type.as_deref().unwrap_or_default();
    let ends = |ending: &str| track.url.path().to_ascii_lowercase().ends_with(ending);
    match mime_type {
        _ if mime_type.contains("json") || ends(".json") => 0,
        _ if mime_type.contains("vtt") || ends(".vtt") => 1,
        _ if mime_type.contains("srt") || mime_type.contains("subrip") || ends(".srt") => 2,
        _ if mime_type.contains("html") || ends(".html") => 4,
        _ if mime_type.starts_with("text/plain") || ends(".txt") => 5,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn track(file: &str, mime_type: &str, language: &str) -> TextTrack {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        TextTrack {
            url: format!("https://show.example/{file}").parse().unwrap(),
            mime_type: some(mime_type),
            language: some(language),
            captions: false,
        }
    }

    #[test]
    fn the_transcript_that_can_be_followed_best_comes_first() {
        let tracks = [
            track("1.html", "text/html", ""),
            track("2.srt", "application/srt", ""),
            track("3", "text/vtt", ""),
            track("4.json", "", "de-AT"),
            track("5.vtt", "", "EN"),
        ];
        let order = |language| -> Vec<String> {
            best_first(&tracks, language).iter().map(|track| track.url.path()[1..2].to_owned()).collect()
        };
        assert_eq!(order(Some("en-GB")), ["3", "5", "2", "1", "4"]);
        assert_eq!(order(Some("de")), ["4", "3", "2", "1", "5"]);
        assert_eq!(order(None), ["4", "3", "5", "2", "1"]);
    }
}
