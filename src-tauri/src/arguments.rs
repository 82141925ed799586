use std::path::PathBuf;

use clap::Parser;

/// A podcast player for the desktop.
#[derive(Debug, Parser)]
#[command(name = "friday", version)]
pub(crate) struct Arguments {
    /// Keep everything below this folder instead of the platform's own.
    #[arg(long, env = "FRIDAY_DATA_DIR", value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// The address of a feed or of a podcast's website (also feed:, podcast:, pcast:, itpc:), or a list of podcasts
    /// (OPML). Nothing is subscribed to before you have seen it.
    #[arg(value_name = "ADDRESS-OR-FILE")]
    pub(crate) open: Option<String>,
}
