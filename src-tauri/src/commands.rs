//! What the page can ask. A command decodes, asks the engine once, and encodes.

mod backups;
mod bookmarks;
mod downloads;
mod episodes;
mod player;
mod podcasts;
mod start;
mod storage;

use tauri::{Wry, ipc::Invoke};

/// Seconds that the player and the tray skip.
pub(crate) const SKIP_BACK: u32 = 15;
pub(crate) const SKIP_FORWARD: u32 = 30;

/// All of them; `build.rs` lists the same names, and the capability allows them to the one window.
pub(crate) fn all() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        start::start,
        start::set_preferences,
        start::events,
        start::open_link,
        podcasts::list_podcasts,
        podcasts::get_podcast,
        podcasts::subscribe,
        podcasts::unsubscribe,
        podcasts::set_favorite,
        podcasts::refresh,
        podcasts::search_directories,
        episodes::list_episode_ids,
        episodes::get_episodes,
        episodes::get_episode,
        episodes::set_played,
        episodes::set_starred,
        downloads::list_downloads,
        downloads::list_waiting_downloads,
        downloads::get_queue_settings,
        downloads::set_queue_settings,
        downloads::get_download_settings,
        downloads::set_download_settings,
        downloads::download_episodes,
        downloads::download_latest,
        downloads::pause_download,
        downloads::resume_download,
        downloads::cancel_download,
        downloads::retry_download,
        downloads::retry_all_downloads,
        downloads::get_attempts,
        downloads::move_download,
        downloads::start_download_now,
        downloads::retry_downloads_where,
        downloads::give_up_downloads_where,
        downloads::remove_download,
        downloads::pause_all_downloads,
        downloads::resume_all_downloads,
        downloads::reveal_download,
        storage::get_podcast_rules,
        storage::set_podcast_rules,
        storage::get_storage,
        storage::set_storage_budget,
        storage::preview_clean_up,
        storage::clean_up,
        storage::undo_clean_up,
        backups::get_backups,
        backups::back_up,
        backups::restore_backup,
        backups::begin_anew,
        backups::restart,
        media::get_chapters,
        media::get_transcript,
        media::check_files,
        media::download_again,
        media::get_media_settings,
        media::set_media_settings,
        storage::empty_trash,
        player::play,
        player::report_player,
    ]
}
