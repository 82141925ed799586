//! `fridayctl`: the engine without a window, for scripts, servers and tests.
//!
//! Each command decodes what was typed, asks the engine, and encodes what came back: as words, or with `--json` as one
//! document on standard output. Messages and progress go to standard error. The exit status is 0 when it is done, 1 when
//! it failed, 2 when the command was not understood, and 130 when it was interrupted.

mod answer;
mod arguments;
mod commands;
mod interrupt;
mod json;
mod listed_jobs;
mod measures;
mod messages;
mod table;
mod watch;

use std::process::ExitCode;

use clap::Parser as _;
use tracing_subscriber::EnvFilter;

use crate::{
    answer::{Failure, Format},
    arguments::Arguments,
};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let format = if arguments.json { Format::Json } else { Format::Words };
    log_to_standard_error();
    let outcome = match tokio::runtime::Runtime::new() {
        Ok(runtime) => {
            let outcome = runtime.block_on(commands::run(arguments.command, arguments.data_dir, format));
            // The engine has been closed; a name lookup that still hangs in a thread is not waited for.
            runtime.shutdown_background();
            outcome
        }
        Err(error) => Err(Failure::Failed(format!("no threads could be started: {error}"))),
    };
    answer::finish(outcome, format)
}

/// What the engine has to say to a developer: nothing but errors, unless `FRIDAY_LOG` asks for more.
fn log_to_standard_error() {
    let filter = EnvFilter::try_from_env("FRIDAY_LOG").unwrap_or_else(|_| EnvFilter::new("error"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
