//! How episodes sound: what the listener has set for all, and for a podcast.

use std::time::Duration;

use friday_model::{PodcastId, PodcastSound, Speed};

use crate::{Engine, Event, Result, Then};

const SPEED: &str = "sound.speed";
const SKIP_BACK: &str = "sound.skip_back";
const SKIP_FORWARD: &str = "sound.skip_forward";
const TRIM_SILENCE: &str = "sound.trim_silence";
const LEVEL: &str = "sound.level";
const KEEP_FILES: &str = "sound.keep_files";
const THEN: &str = "sound.then";

/// Beginnings and ends that are longer than this are not skipped by mistake.
const LONGEST_SKIP: Duration = Duration::from_mins(10);

/// What the listener has set for all podcasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SoundSettings {
    pub speed: Speed,
    /// Seconds, 1 to 300.
    pub skip_back: u32,
    pub skip_forward: u32,
    /// Silences are shortened.
    pub trim_silence: bool,
    /// What is soft is made louder, and what is loud softer.
    pub level: bool,
    /// Files that were fetched only to listen to them stay.
    pub keep_files: bool,
    /// What plays when an episode has ended.
    pub then: Then,
}

impl Default for SoundSettings {
    fn default() -> Self {
        Self {
            speed: Speed::NORMAL,
            skip_back: 15,
            skip_forward: 30,
            trim_silence: false,
            level: false,
            keep_files: true,
            then: Then::default(),
        }
    }
}

/// How an episode sounds: the podcast's own settings over those for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Sound {
    pub speed: Speed,
    pub intro: Duration,
    pub outro: Duration,
    pub trim_silence: bool,
    pub level: bool,
    pub keep_files: bool,
    /// The podcast has a speed of its own.
    pub own_speed: bool,
}

impl Sound {
    fn of(settings: SoundSettings, podcast: PodcastSound) -> Self {
        Self {
            speed: podcast.speed.unwrap_or(settings.speed),
            intro: podcast.intro,
            outro: podcast.outro,
            trim_silence: podcast.trim_silence.unwrap_or(settings.trim_silence),
            level: podcast.level.unwrap_or(settings.level),
            keep_files: podcast.keep_files.unwrap_or(settings.keep_files),
            own_speed: podcast.speed.is_some(),
        }
    }
}

impl Engine {
    /// What the listener has set for all podcasts.
    pub async fn sound_settings(&self) -> Result<SoundSettings> {
        let usual = SoundSettings::default();
        let seconds = |text: Option<String>, usual: u32| {
            text.and_then(|text| text.parse().ok()).map_or(usual, |seconds: u32| seconds.clamp(1, 300))
        };
        let yes = |text: Option<String>, usual| text.map_or(usual, |text| text == "yes");
        let store = &self.inner.store;
        Ok(SoundSettings {
            speed: store
                .setting(SPEED)
                .await?
                .and_then(|text| text.parse().ok())
                .map_or(usual.speed, Speed::of_hundredths),
            skip_back: seconds(store.setting(SKIP_BACK).await?, usual.skip_back),
            skip_forward: seconds(store.setting(SKIP_FORWARD).await?, usual.skip_forward),
            trim_silence: yes(store.setting(TRIM_SILENCE).await?, usual.trim_silence),
            level: yes(store.setting(LEVEL).await?, usual.level),
            keep_files: yes(store.setting(KEEP_FILES).await?, usual.keep_files),
            then: store.setting(THEN).await?.map_or(usual.then, |text| read(&text)),
        })
    }

    /// Sets them: they hold at once.
    pub async fn set_sound_settings(&self, settings: SoundSettings) -> Result<()> {
        let yes = |yes| if yes { "yes" } else { "no" };
        let mut write = self.inner.store.write().await?;
        for (key, value) in [
            (SPEED, settings.speed.hundredths().to_string().as_str()),
            (SKIP_BACK, &settings.skip_back.to_string()),
            (SKIP_FORWARD, &settings.skip_forward.to_string()),
            (TRIM_SILENCE, yes(settings.trim_silence)),
            (LEVEL, yes(settings.level)),
            (KEEP_FILES, yes(settings.keep_files)),
            (THEN, written(settings.then)),
        ] {
            write.set_setting(key, value).await?;
        }
        write.commit().await?;
        self.refresh_score().await?;
        self.tell(Event::SoundChanged);
        Ok(())
    }

    /// What the listener has set for a podcast.
    pub async fn podcast_sound(&self, id: PodcastId) -> Result<PodcastSound> {
        Ok(self.inner.store.podcast_sound(id).await?)
    }

    /// Sets it: it holds at once. Beginnings and ends of more than ten minutes are cut to that.
    pub async fn set_podcast_sound(&self, id: PodcastId, sound: PodcastSound) -> Result<()> {
        self.podcast(id).await?;
        let sound = PodcastSound {
            intro: sound.intro.min(LONGEST_SKIP),
            outro: sound.outro.min(LONGEST_SKIP),
            ..sound
        };
        let mut write = self.inner.store.write().await?;
        write.set_podcast_sound(id, &sound).await?;
        write.commit().await?;
        self.refresh_score().await?;
        self.tell(Event::SoundChanged);
        Ok(())
    }

    /// How the episodes of a podcast sound.
    pub async fn sound_of(&self, id: PodcastId) -> Result<Sound> {
        Ok(Sound::of(self.sound_settings().await?, self.podcast_sound(id).await?))
    }

    /// Plays faster or slower from now on: the podcast, where it has a speed of its own, else all of them.
    pub async fn set_speed(&self, podcast: Option<PodcastId>, speed: Speed) -> Result<()> {
        if let Some(id) = podcast {
            let sound = self.podcast_sound(id).await?;
            if sound.speed.is_some() {
                return self.set_podcast_sound(id, PodcastSound { speed: Some(speed), ..sound }).await;
            }
        }
        let settings = self.sound_settings().await?;
        self.set_sound_settings(SoundSettings { speed, ..settings }).await
    }
}

fn written(then: Then) -> &'static str {
    match then {
        Then::UpNext => "up-next",
        Then::Podcast => "podcast",
        Then::Stop => "stop",
    }
}

fn read(text: &str) -> Then {
    [Then::Podcast, Then::Stop].into_iter().find(|then| written(*then) == text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_for_a_podcast_goes_before_what_is_set_for_all() {
        let all = SoundSettings { speed: Speed::nearest(1.5), level: true, ..SoundSettings::default() };
        let as_all = Sound::of(all, PodcastSound::default());
        assert_eq!((as_all.speed, as_all.level, as_all.own_speed), (Speed::nearest(1.5), true, false));
        let own = PodcastSound {
            speed: Some(Speed::NORMAL),
            level: Some(false),
            keep_files: Some(false),
            ..PodcastSound::default()
        };
        let own = Sound::of(all, own);
        assert_eq!(
            (own.speed, own.level, own.keep_files, own.own_speed),
            (Speed::NORMAL, false, false, true)
        );
    }

    #[test]
    fn what_follows_an_episode_is_read_as_it_was_written() {
        for then in [Then::UpNext, Then::Podcast, Then::Stop] {
            assert_eq!(read(written(then)), then);
        }
        assert_eq!(read("nonsense"), Then::UpNext);
    }
}
