/// Every command of the page. A window may call only what its capability names.
const COMMANDS: &[&str] = &[
    "start",
    "set_preferences",
    "events",
    "list_podcasts",
    "get_podcast",
    "subscribe",
    "unsubscribe",
    "set_favorite",
    "refresh",
    "search_directories",
    "list_episode_ids",
    "get_episodes",
    "get_episode",
    "set_played",
    "set_starred",
    "list_downloads",
    "list_waiting_downloads",
    "get_queue_settings",
    "set_queue_settings",
    "get_download_settings",
    "set_download_settings",
    "download_episodes",
    "download_latest",
    "pause_download",
    "resume_download",
    "cancel_download",
    "retry_download",
    "retry_all_downloads",
    "get_attempts",
    "move_download",
    "start_download_now",
    "retry_downloads_where",
    "give_up_downloads_where",
    "remove_download",
    "pause_all_downloads",
    "resume_all_downloads",
    "reveal_download",
    "get_podcast_rules",
    "set_podcast_rules",
    "get_storage",
    "set_storage_budget",
    "preview_clean_up",
    "clean_up",
    "undo_clean_up",
    "get_backups",
    "back_up",
    "restore_backup",
    "begin_anew",
    "restart",
    "get_chapters",
    "get_transcript",
    "check_files",
    "download_again",
    "get_media_settings",
    "set_media_settings",
    "empty_trash",
    "open_link",
    "play",
    "report_player",
];

fn main() {
    // Without this the page of an earlier build stays in the binary.
    println!("cargo:rerun-if-changed=ui/dist");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(
            tauri_build::AppManifest::new()
                .commands(COMMANDS)
                .permissions_path_pattern("./src-tauri/permissions/**/*"),
        );
    tauri_build::try_build(attributes).expect("tauri.conf.json and the capabilities are valid");
}
