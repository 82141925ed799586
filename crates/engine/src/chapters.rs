//! The chapters of an episode: of what the feed says, a document that it names, and the file itself, one list.

use std::time::Duration;

use friday_feed::{chapters_within, limits::MAX_CHAPTERS_BYTES, read_chapters};
use friday_model::{Chapter, EpisodeId};
use friday_net::{DocumentRequest, Fetched, Reach};
use friday_store::{ChapterSource, DocumentKind, EpisodeDetails, EpisodeDocument};

use crate::{Engine, Result, episodes::not_found, listening::title_key};

/// A document that was fetched longer ago is asked for again: publishers add chapters after an episode is out.
const FRESH_FOR: Duration = Duration::from_hours(24);
/// Chapters of two sources that begin this close together are one.
const SAME: Duration = Duration::from_secs(1);

/// A chapter as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownChapter {
    pub chapter: Chapter,
    /// Where the page gets its picture; good as long as the engine is open.
    pub image: Option<String>,
    /// The listener never wants to hear chapters of this title.
    pub skipped: bool,
}

impl Engine {
    /// The chapters of an episode in the order of time, with those that are hidden; empty where there are none. A
    /// document that the feed names is fetched, and kept for when there is no network.
    pub async fn chapters(&self, id: EpisodeId) -> Result<Vec<Chapter>> {
        let details = self.inner.store.episode(id).await?.ok_or_else(|| not_found(id))?;
        self.fetch_chapter_document(&details).await?;
        self.chapters_of(details).await
    }

    /// The same of what is here already.
    pub(crate) async fn kept_chapters(&self, id: EpisodeId) -> Result<Vec<Chapter>> {
        let details = self.inner.store.episode(id).await?.ok_or_else(|| not_found(id))?;
        self.chapters_of(details).await
    }

    async fn chapters_of(&self, details: EpisodeDetails) -> Result<Vec<Chapter>> {
        let (store, id) = (&self.inner.store, details.row.episode.id);
        let document = match self.kept_chapter_document(&details).await? {
            Some(_) => store.chapters(id, ChapterSource::Document).await?,
            None => Vec::new(),
        };
        let file = store.chapters(id, ChapterSource::File).await?;
        let length = details.row.state.measured_duration;
        Ok(choose(document, file, details.row.episode.published.chapters, length))
    }

    /// The same with the address of each picture on the loopback server.
    pub async fn chapters_to_show(&self, id: EpisodeId) -> Result<Vec<ShownChapter>> {
        let row = self.episode_row(id).await?;
        let skipped = self.inner.store.skipped_chapters(row.episode.podcast).await?;
        let shown = |chapter: Chapter| ShownChapter {
            image: chapter.image.as_ref().map(|image| self.picture_address(image, &row.podcast_feed)),
            skipped: !chapter.hidden && skipped.contains(&title_key(&chapter.title)),
            chapter,
        };
        Ok(self.chapters(id).await?.into_iter().map(shown).collect())
    }

    /// Asks for the document that the feed names, unless what is kept of it is fresh.
    async fn fetch_chapter_document(&self, details: &EpisodeDetails) -> Result<()> {
        let id = details.row.episode.id;
        let Some(url) = details.row.episode.published.chapters_url.clone() else { return Ok(()) };
        let kept = self.kept_chapter_document(details).await?;
        if kept.as_ref().is_some_and(|kept| kept.fetched.after(FRESH_FOR) > self.now()) {
            return Ok(());
        }
        let request = DocumentRequest {
            accept: "application/json+chapters, application/json, */*;q=0.5",
            limit: MAX_CHAPTERS_BYTES as u64,
            ..DocumentRequest::new(url.clone(), Reach::typed(&details.row.podcast_feed))
        };
        match self.inner.net.fetch(&request).await {
            Ok(Fetched::Document(answer)) => {
                let list = read_chapters(&answer.bytes, &answer.final_url, answer.content_type.as_deref());
                // An answer that holds none may be an error page; what was kept is better than that.
                if kept.is_none() || !list.chapters.is_empty() {
                    let document = EpisodeDocument { url, language: None, timed: true, fetched: self.now() };
                    let mut write = self.inner.store.write().await?;
                    write.set_chapters(id, ChapterSource::Document, &list.chapters).await?;
                    write.set_episode_document(id, DocumentKind::Chapters, &document).await?;
                    write.commit().await?;
                    self.chapters_came(id).await?;
                }
            }
            Ok(Fetched::NotModified(_)) => {}
            Err(error) => tracing::debug!(%error, episode = %id, "the chapters could not be fetched"),
        }
        Ok(())
    }

    /// What is known of the document that the feed names, if it was fetched from there.
    async fn kept_chapter_document(&self, details: &EpisodeDetails) -> Result<Option<EpisodeDocument>> {
        let id = details.row.episode.id;
        let kept = self.inner.store.episode_document(id, DocumentKind::Chapters).await?;
        Ok(kept.filter(|kept| Some(&kept.url) == details.row.episode.published.chapters_url.as_ref()))
    }
}

/// One list of three. The document is what the publisher tends; the file's own fit its bytes; the feed's come last. What
/// the chosen ones lack, a picture or a link, is taken from the others where they mean the same chapter.
fn choose(
    document: Vec<Chapter>,
    file: Vec<Chapter>,
    feed: Vec<Chapter>,
    length: Option<Duration>,
) -> Vec<Chapter> {
    let mut sources = [document, file, feed].into_iter().map(|source| match length {
        Some(length) => chapters_within(source, length),
        None => source,
    });
    let mut chosen = Vec::new();
    for source in &mut sources {
        if chosen.is_empty() {
            chosen = source;
        } else {
            complete(&mut chosen, &source);
        }
    }
    chosen
}

fn complete(chosen: &mut [Chapter], others: &[Chapter]) {
    let mut here = 0;
    for chapter in chosen {
        while others.get(here).is_some_and(|other| other.start + SAME < chapter.start) {
            here += 1;
        }
        let Some(other) = others.get(here).filter(|other| other.start <= chapter.start + SAME) else {
            continue;
        };
        if chapter.image.is_none() {
            chapter.image.clone_from(&other.image);
        }
        if chapter.link.is_none() {
            chapter.link.clone_from(&other.link);
        }
    }
}

#[cfg(test)]
mod tests {
    use friday_model::Picture;

    use super::*;

    fn chapter(seconds: u64, title: &str, image: Option<&str>) -> Chapter {
        Chapter {
            start: Duration::from_secs(seconds),
            title: title.to_owned(),
            image: image.map(|name| Picture::Kept(name.to_owned())),
            ..Chapter::default()
        }
    }

    fn titles(chapters: &[Chapter]) -> Vec<&str> {
        chapters.iter().map(|chapter| chapter.title.as_str()).collect()
    }

    #[test]
    fn the_document_comes_before_the_file_and_the_file_before_the_feed() {
        let (document, file, feed) =
            (vec![chapter(0, "d", None)], vec![chapter(0, "f", None)], vec![chapter(0, "e", None)]);
        for (sources, expected) in [
            ([document.clone(), file.clone(), feed.clone()], "d"),
            ([Vec::new(), file.clone(), feed.clone()], "f"),
            ([Vec::new(), Vec::new(), feed.clone()], "e"),
        ] {
            let [document, file, feed] = sources;
            assert_eq!(titles(&choose(document, file, feed, None)), [expected]);
        }
        assert_eq!(choose(Vec::new(), Vec::new(), Vec::new(), None), []);
    }

    #[test]
    fn chapters_past_the_end_are_left_out_and_those_of_a_source_without_any_left_do_not_count() {
        let document = vec![chapter(0, "a", None), chapter(60, "b", None)];
        let length = Some(Duration::from_mins(1));
        assert_eq!(titles(&choose(document, Vec::new(), Vec::new(), length)), ["a"]);
        let beyond = vec![chapter(90, "b", None)];
        assert_eq!(titles(&choose(beyond, vec![chapter(1, "f", None)], Vec::new(), length)), ["f"]);
    }

    #[test]
    fn a_picture_is_taken_from_another_source_only_of_the_same_chapter() {
        let document = vec![chapter(0, "a", None), chapter(60, "b", None), chapter(90, "c", Some("own"))];
        let file =
            vec![chapter(30, "x", Some("x")), chapter(61, "b", Some("b")), chapter(90, "c", Some("c"))];
        let chosen = choose(document, file, Vec::new(), None);
        let images: Vec<_> = chosen.into_iter().map(|chapter| chapter.image).collect();
        let kept = |name: &str| Some(Picture::Kept(name.to_owned()));
        assert_eq!(images, [None, kept("b"), kept("own")]);
    }
}
