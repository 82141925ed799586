//! What a command gives back, and how it is handed to whoever asked.

use std::{
    io::{ErrorKind, Write as _},
    process::ExitCode,
};

use friday_engine::Error;
use serde::Serialize;
use serde_json::json;

use crate::messages;

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Words,
    /// One document, for programs.
    Json,
}

/// What goes to standard output.
#[derive(Debug)]
pub(crate) struct Answer {
    text: String,
    /// There is an answer, but not all of what was asked could be done: why, and what to do about it.
    complaint: Option<String>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// One line that says what failed, and what to do.
    Failed(String),
    /// Ctrl-C.
    Interrupted,
}

impl Format {
    /// The answer in this format.
    pub(crate) fn answer(
        self,
        document: &impl Serialize,
        words: impl FnOnce() -> String,
    ) -> Result<Answer, Failure> {
        let text = match self {
            Self::Words => words(),
            Self::Json => serde_json::to_string(document)
                .map_err(|error| Failure::Failed(format!("the answer cannot be written as JSON: {error}")))?,
        };
        Ok(Answer { text, complaint: None })
    }
}

impl Answer {
    /// With what could not be done, if there is such a thing.
    pub(crate) fn but(self, complaint: Option<String>) -> Self {
        Self { complaint, ..self }
    }
}

impl Failure {
    /// What went wrong with an address that was typed. The words for the network do not name it themselves.
    pub(crate) fn at(address: &str, error: Error) -> Self {
        match error {
            Error::Net(error) if error.status() == Some(401) => Self::Failed(format!(
                "{address}: {}; write it as https://USER:PASSWORD@…, or use `fridayctl login`",
                messages::clause(&error.to_string())
            )),
            Error::Net(error) => Self::Failed(format!("{address}: {error}")),
            error => error.into(),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let advice = match &error {
            Error::NotFound { noun: "podcast", .. } => "; `fridayctl podcasts` lists them with their ids",
            Error::NotFound { noun: "episode", .. } => "; `fridayctl episodes` lists them with their ids",
            Error::NotFound { .. } => "; `fridayctl jobs` lists the jobs with their ids",
            Error::LoginRefused => "; type both again",
            Error::BadAnswer { .. } => "; try again later",
            error if matches!(error.code(), "database_damaged" | "database_gone") => {
                "; `fridayctl restore` brings back the newest backup"
            }
            _ => "",
        };
        Self::Failed(format!("{error}{advice}"))
    }
}

/// Writes the outcome of a command where it belongs, and says how the process ends.
pub(crate) fn finish(outcome: Result<Answer, Failure>, format: Format) -> ExitCode {
    match outcome {
        Ok(Answer { text, complaint }) => {
            if let Some(complaint) = &complaint {
                messages::complain(complaint);
            }
            let written = print(&text);
            ExitCode::from(u8::from(complaint.is_some() || !written))
        }
        Err(failure) => {
            let (message, status) = match failure {
                Failure::Failed(message) => (message, 1),
                Failure::Interrupted => {
                    ("interrupted; what is on disk is kept and goes on next time".to_owned(), 130)
                }
            };
            messages::complain(&message);
            if format == Format::Json {
                print(&json!({ "error": message }).to_string());
            }
            ExitCode::from(status)
        }
    }
}

/// A reader that has seen enough (`| head`) is no failure.
fn print(text: &str) -> bool {
    let mut out = std::io::stdout().lock();
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    match write!(out, "{text}{end}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            messages::complain(&format!("the answer could not be written: {error}"));
            false
        }
        _ => true,
    }
}
