use std::io::{BufRead as _, IsTerminal as _, Read as _};

use clap::Args;
use console::Term;
use friday_engine::Engine;
use friday_model::PodcastId;

use crate::{
    answer::{Answer, Failure, Format},
    commands::podcasts,
    messages::say,
};

/// Where a script may put the password.
const VARIABLE: &str = "FRIDAY_PASSWORD";
/// What may come on standard input, in bytes.
const LONGEST: u64 = 64 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Login {
    /// The podcast, by id
    #[arg(value_name = "ID")]
    podcast: i64,
    /// The user name; the password is read from FRIDAY_PASSWORD, from standard input, or typed unseen
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

/// Typed unseen at a terminal; else the first line of standard input.
fn password() -> Result<String, Failure> {
    if let Ok(password) = std::env::var(VARIABLE) {
        return Ok(password);
    }
    let line = if std::io::stdin().is_terminal() {
        say("Password:");
        Term::stderr().read_secure_line()
    } else {
        let mut line = String::new();
        std::io::stdin().lock().take(LONGEST).read_line(&mut line).map(|_| line)
    };
    let line = line.map_err(|error| Failure::Failed(format!("the password could not be read: {error}")))?;
    match line.lines().next() {
        Some(password) if !password.is_empty() => Ok(password.to_owned()),
        _ => Err(Failure::Failed(format!("there is no password on standard input; or set {VARIABLE}"))),
    }
}
