//! What can be typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::commands::{
    attempts::Attempts, cancel::Cancel, charts::Charts, download::Download, episodes::Episodes,
    export::Export, favorite::Favorite, find::Find, health::Health, import::Import, jobs::Jobs, login::Login,
    move_to::Move, pause::Pause, preview::Preview, refresh::Refresh, restore::Restore, resume::Resume,
    retry::Retry, search::Search, subscribe::Subscribe, unsubscribe::Unsubscribe, work::Work,
};

/// Friday without a window: find, subscribe to and download podcasts.
///
/// Exit status: 0 done; 1 it failed, and a line on standard error says what and what to do; 2 wrong usage; 130 interrupted.
#[derive(Debug, Parser)]
#[command(name = "fridayctl", version, propagate_version = true, max_term_width = 110)]
pub(crate) struct Arguments {
    /// Where the library lies [default: the platform's data directory]
    #[arg(long, global = true, env = "FRIDAY_DATA_DIR", value_name = "DIR", hide_env_values = true)]
    pub(crate) data_dir: Option<PathBuf>,
    /// Print one JSON document on standard output, and nothing else
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read feeds without subscribing
    Preview(Preview),
    /// Ask the directories for podcasts
    Search(Search),
    /// Show what a country listens to
    Charts(Charts),
    /// Subscribe to feeds, or to the feeds that web pages announce
    Subscribe(Subscribe),
    /// End subscriptions; what was downloaded stays
    Unsubscribe(Unsubscribe),
    /// Make podcasts favourites, which come first
    Favorite(Favorite),
    /// Subscribe to the podcasts of a list (OPML)
    Import(Import),
    /// Write the subscriptions as a list (OPML)
    Export(Export),
    /// Look for new episodes
    Refresh(Refresh),
    /// Give a podcast the login that its feed or its files want
    Login(Login),
    /// Show how the last checks of a feed went
    Health(Health),
    /// List the podcasts that are subscribed to
    Podcasts,
    /// List episodes, newest first
    Episodes(Episodes),
    /// Find words in the library: titles, notes and transcripts
    Find(Find),
    /// Push downloads into the queue
    Download(Download),
    /// Run the jobs of the queue
    Work(Work),
    /// List the jobs of the queue
    Jobs(Jobs),
    /// List the runs of a job
    Attempts(Attempts),
    /// Try failed jobs again, or waiting ones at once
    Retry(Retry),
    /// Cancel jobs; the partial files of downloads go
    Cancel(Cancel),
    /// Keep jobs from running, also over restarts
    Pause(Pause),
    /// Let paused jobs run again
    Resume(Resume),
    /// Move a waiting job to another place of its queue
    Move(Move),
    /// Read every finished download again and compare it with its SHA-256
    Verify,
    /// Look the library through: integrity, disk space, limits, paths, versions
    Doctor,
    /// Keep a checked copy of the library, without the audio files; it is also done every three days
    Backup,
    /// Put a backup in the place of the library; what was there is kept beside it
    Restore(Restore),
}
