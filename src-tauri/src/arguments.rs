use std::path::PathBuf;

use clap::Parser;

/// A podcast player for the desktop.
#[derive(Debug, Parser)]
#[command(name = "friday", version)]
pub(crate) struct Arguments {
    /// Keep everything below this folder instead of the platform's own.
    #[arg(long, env = "FRIDAY_DATA_DIR", value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
}
