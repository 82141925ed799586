//! What the page can ask. A command decodes, asks the engine once, and encodes.

mod backups;
mod bookmarks;
mod downloads;
mod episodes;
mod feeds;
mod media;
mod player;
mod podcasts;
mod road;
mod search;
mod start;
mod storage;
mod up_next;

use tauri::{Wry, ipc::Invoke};

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
        feeds::cancel_refresh,
        feeds::log_in,
        feeds::log_out,
        feeds::get_feed_health,
        feeds::clear_from_inbox,
        podcasts::search_directories,
        search::find,
        search::has_podcast_index_key,
        search::set_podcast_index_key,
        search::forget_podcast_index_key,
        episodes::list_episode_ids,
        episodes::get_episodes,
        episodes::get_episode,
        episodes::set_played,
        episodes::set_starred,
        downloads::list_downloads,
        downloads::list_waiting_downloads,
        downloads::get_queue_settings,
        downloads::set_queue_settings,
        road::get_road,
        road::set_road_settings,
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
        player::play_next_episode,
        player::play_previous_episode,
        player::set_sleep,
        player::get_sound_settings,
        player::set_sound_settings,
        player::get_podcast_sound,
        player::set_podcast_sound,
        player::get_sound,
        player::set_speed,
        player::get_history,
        bookmarks::get_bookmarks,
        bookmarks::add_bookmark,
        bookmarks::set_bookmark_note,
        bookmarks::remove_bookmark,
        up_next::get_up_next,
        up_next::play_next,
        up_next::play_last,
        up_next::remove_from_up_next,
        up_next::move_up_next,
        up_next::shuffle_up_next,
        up_next::set_up_next,
        up_next::lock_up_next,
        up_next::add_up_next_list,
        up_next::rename_up_next_list,
        up_next::remove_up_next_list,
        up_next::choose_up_next_list,
    ]
}
