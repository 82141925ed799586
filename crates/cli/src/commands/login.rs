use std::io::{BufRead as _, IsTerminal as _};

use clap::Args;
use friday_engine::Engine;
use friday_model::PodcastId;

use crate::{
    answer::{Answer, Failure, Format},
    commands::podcasts,
    messages::say,
};

/// Where a script may put the password.
const VARIABLE: &str = "FRIDAY_PASSWORD";

#[derive(Debug, Args)]
pub(crate) struct Login {
    /// The podcast, by id
    #[arg(value_name = "ID")]
    podcast: i64,
    /// The user name; the password is read from FRIDAY_PASSWORD, or from standard input
    #[arg(long, required_unless_present = "forget")]
    user: Option<String>,
    /// Forget the login that is kept
    #[arg(long, conflicts_with = "user")]
    forget: bool,
}

impl Login {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let id = PodcastId(self.podcast);
        let podcast = match self.user {
            Some(user) => engine.log_in(id, &user, &password()?).await?,
            None => engine.log_out(id).await?,
        };
        podcasts::list(&[podcast], format, "")
    }
}

fn password() -> Result<String, Failure> {
    if let Ok(password) = std::env::var(VARIABLE) {
        return Ok(password);
    }
    if std::io::stdin().is_terminal() {
        say("Password (it will be seen as you type):");
    }
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| Failure::Failed(format!("the password could not be read: {error}")))?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err(Failure::Failed(format!("there is no password on standard input; or set {VARIABLE}")));
    }
    Ok(password.to_owned())
}
