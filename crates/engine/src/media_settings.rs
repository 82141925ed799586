//! Which edition of an episode is fetched, and whether its file is changed: settings that hold at once and are kept.

use friday_model::{Enclosure, EpisodeId, PodcastId, Quality};
use friday_store::EpisodeRow;

use crate::{Engine, Event, Result, rules::edition};

const QUALITY: &str = "downloads.quality";
const WRITE_TAGS: &str = "downloads.write_tags";
const ON: &str = "on";
const OFF: &str = "off";

/// What the listener can set of media files, for all podcasts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MediaSettings {
    /// Which edition is downloaded where a publisher offers several; a podcast's own choice comes first.
    pub quality: Quality,
    /// Title, podcast, author, date, artwork and chapters are written into the files of downloads, where the files lack
    /// them. It changes the bytes as they were published, so it is off unless it is asked for.
    pub write_tags: bool,
}

impl Engine {
    /// The setting as it holds now.
    pub async fn media_settings(&self) -> Result<MediaSettings> {
        let word = self.inner.store.setting(QUALITY).await?;
        let write_tags = self.inner.store.setting(WRITE_TAGS).await?;
        Ok(MediaSettings {
            quality: word.and_then(|word| Quality::from_word(&word)).unwrap_or_default(),
            write_tags: write_tags.as_deref() == Some(ON),
        })
    }

    /// Sets it, for downloads that begin from now on.
    pub async fn set_media_settings(&self, settings: MediaSettings) -> Result<()> {
        let mut write = self.inner.store.write().await?;
        write.set_setting(QUALITY, settings.quality.as_str()).await?;
        write.set_setting(WRITE_TAGS, if settings.write_tags { ON } else { OFF }).await?;
        write.commit().await?;
        self.tell(Event::DownloadsChanged(Vec::new()));
        Ok(())
    }

    /// A file that is kept only until it was heard is left as it came.
    pub(crate) async fn writes_tags_of(&self, id: EpisodeId) -> Result<bool> {
        Ok(self.media_settings().await?.write_tags && !self.inner.store.is_only_to_listen(id).await?)
    }

    pub(crate) async fn quality_of(&self, podcast: PodcastId) -> Result<Quality> {
        match self.inner.store.podcast_rules(podcast).await?.quality {
            Some(quality) => Ok(quality),
            None => Ok(self.media_settings().await?.quality),
        }
    }

    /// The file to download of an episode; nothing where its feed announces none.
    pub(crate) async fn edition_of(&self, row: &EpisodeRow) -> Result<Option<Enclosure>> {
        let quality = self.quality_of(row.episode.podcast).await?;
        if quality == Quality::AsPublished {
            return Ok(row.episode.published.enclosures.first().cloned());
        }
        let details = self.inner.store.episode(row.episode.id).await?;
        Ok(details.and_then(|details| edition::first(&details.row.episode.published, quality)))
    }
}
