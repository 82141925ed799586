//! What can go wrong on the way, in words for the listener and in what the caller can do about it.

use std::{error::Error, fmt, io, path::PathBuf, time::Duration, time::SystemTime};

use crate::{
    redirect::{Hop, MAX_REDIRECTS},
    retry_after::RetryAfter,
    room,
};

/// A request that brought nothing, or not all. Its `Display` is a sentence for the listener.
pub struct NetError(Box<Failure>);

#[derive(Debug)]
struct Failure {
    cause: Cause,
    detail: String,
    hops: Vec<Hop>,
}

/// What the caller can do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// It may go well later.
    Retry,
    /// The computer is not connected: no attempt is spent.
    WaitForNetwork,
    /// The disk is full: no attempt is spent.
    WaitForRoom,
    /// Trying again by itself is of no use; someone has to do something first.
    Final,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    #[error("Can't find the server {host}.")]
    Dns {
        host: String,
        /// The question could not be answered now, which says nothing about the name.
        temporary: bool,
    },
    #[error("This computer is not connected to the internet.")]
    Offline,
    #[error("The server {host} isn't answering.")]
    Connect { host: String },
    #[error("The server {host} takes too long to answer.")]
    Timeout { host: String },
    #[error("The secure connection to {host} failed: {problem}.")]
    Tls { host: String, problem: TlsProblem },
    #[error("No data to speak of for {} s; the connection was dropped.", .after.as_secs())]
    Stalled { after: Duration },
    #[error("The connection to {host} broke off.")]
    Reset { host: String },
    #[error("{}", status_sentence(*.status))]
    Status { status: u16, retry_after: Option<RetryAfter> },
    #[error("The link goes in circles, or through more than {MAX_REDIRECTS} redirects.")]
    TooManyRedirects,
    #[error("The server redirects to an address that can't be followed.")]
    BadRedirect,
    /// A request that carries a login is not taken from https to http. Without a login it is, and the hop is marked.
    #[error("The server redirects a request with a login to an insecure address.")]
    InsecureRedirect,
    #[error("The link leads to {host}, which is a private address.")]
    PrivateAddress { host: String },
    #[error("This is no address on the web.")]
    BadAddress,
    #[error("The server sent more than the {} MB that are read.", .limit.div_ceil(1_000_000))]
    TooLarge { limit: u64 },
    #[error("The server sent data in an encoding that can't be read.")]
    BadEncoding,
    #[error("The server sent a web page, not audio (login page or captive portal?).")]
    HtmlInsteadOfAudio,
    #[error("The server sent nothing.")]
    Empty,
    #[error("The connection ended early ({}).", amount(*.bytes, *.total))]
    Truncated { bytes: u64, total: Option<u64> },
    #[error("The file changed on the server while it was being fetched.")]
    Changed,
    /// Both include what is to be left free for others ([`NetOptions::leave_free`](crate::NetOptions::leave_free)).
    #[error("{}", room_sentence(*.needs, *.free))]
    DiskFull { needs: Option<u64>, free: Option<u64> },
    #[error("Can't write to {}.", .path.display())]
    CannotWrite { path: PathBuf },
    /// The [`Witness`](crate::Witness) could not write down what it was told.
    #[error("The progress of the download can't be written down.")]
    Unwitnessed,
    #[error("The download was stopped.")]
    Cancelled,
}

/// What is wrong with a secure connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TlsProblem {
    #[error("its certificate has expired")]
    Expired,
    #[error("its certificate is not valid yet; is this computer's clock right?")]
    NotYetValid,
    #[error("its certificate is for another name")]
    WrongName,
    #[error("its certificate is by an unknown issuer")]
    UnknownIssuer,
    #[error("its certificate was revoked")]
    Revoked,
    #[error("its certificate is not in order")]
    BadCertificate,
    #[error("no common way of encryption")]
    Handshake,
}

impl NetError {
    pub(crate) fn new(cause: Cause) -> Self {
        Self::with_detail(cause, String::new())
    }

    pub(crate) fn with_detail(cause: Cause, detail: String) -> Self {
        Self(Box::new(Failure { cause, detail, hops: Vec::new() }))
    }

    /// Of a file that was being written.
    pub(crate) fn of_disk(path: &std::path::Path, error: &io::Error) -> Self {
        let cause = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Cause::DiskFull { needs: None, free: room::free(path) }
            }
            _ => Cause::CannotWrite { path: path.to_owned() },
        };
        Self::with_detail(cause, error.to_string())
    }

    /// Fills in how much room a download needs.
    pub(crate) fn needing(mut self, bytes: Option<u64>) -> Self {
        if let Cause::DiskFull { needs, .. } = &mut self.0.cause {
            *needs = bytes;
        }
        self
    }

    pub(crate) fn after(mut self, hops: &[Hop]) -> Self {
        self.0.hops.splice(0..0, hops.iter().cloned());
        self
    }

    /// Fills in how far a body had come.
    pub(crate) fn at(mut self, came: u64, of: Option<u64>) -> Self {
        if let Cause::Truncated { bytes, total } = &mut self.0.cause {
            (*bytes, *total) = (came, of);
        }
        self
    }

    pub fn cause(&self) -> &Cause {
        &self.0.cause
    }

    /// Short and stable, for the screen to choose words by.
    pub fn code(&self) -> &'static str {
        match self.cause() {
            Cause::Dns { .. } => "dns",
            Cause::Offline => "offline",
            Cause::Connect { .. } => "connect",
            Cause::Timeout { .. } => "timeout",
            Cause::Tls { .. } => "tls",
            Cause::Stalled { .. } => "stalled",
            Cause::Reset { .. } => "reset",
            Cause::Status { status, .. } => status_code(*status),
            Cause::TooManyRedirects => "too_many_redirects",
            Cause::BadRedirect => "bad_redirect",
            Cause::InsecureRedirect => "insecure_redirect",
            Cause::PrivateAddress { .. } => "private_address",
            Cause::BadAddress => "bad_address",
            Cause::TooLarge { .. } => "too_large",
            Cause::BadEncoding => "bad_encoding",
            Cause::HtmlInsteadOfAudio => "html_instead_of_audio",
            Cause::Empty => "empty",
            Cause::Truncated { .. } => "truncated",
            Cause::Changed => "changed",
            Cause::DiskFull { .. } => "disk_full",
            Cause::CannotWrite { .. } => "cannot_write",
            Cause::Unwitnessed => "database",
            Cause::Cancelled => "cancelled",
        }
    }

    pub fn class(&self) -> Class {
        match self.cause() {
            Cause::Offline | Cause::Dns { temporary: true, .. } => Class::WaitForNetwork,
            Cause::DiskFull { .. } => Class::WaitForRoom,
            Cause::Dns { .. }
            | Cause::Connect { .. }
            | Cause::Timeout { .. }
            // A captive portal, or a certificate that is renewed tomorrow.
            | Cause::Tls { .. }
            | Cause::Stalled { .. }
            | Cause::Reset { .. }
            | Cause::Empty
            | Cause::Truncated { .. }
            | Cause::Changed
            | Cause::Unwitnessed => Class::Retry,
            Cause::Status { status, .. } => match status {
                408 | 425 | 429 | 500.. => Class::Retry,
                _ => Class::Final,
            },
            Cause::TooManyRedirects
            | Cause::BadRedirect
            | Cause::InsecureRedirect
            | Cause::PrivateAddress { .. }
            | Cause::BadAddress
            | Cause::TooLarge { .. }
            | Cause::BadEncoding
            | Cause::HtmlInsteadOfAudio
            | Cause::CannotWrite { .. }
            | Cause::Cancelled => Class::Final,
        }
    }

    /// The HTTP status, where it is the cause.
    pub fn status(&self) -> Option<u16> {
        match self.cause() {
            Cause::Status { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// How long the host asks us to wait, at most [`LONGEST_WAIT`](crate::LONGEST_WAIT).
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        match self.cause() {
            Cause::Status { retry_after: Some(header), .. } => header.wait(now),
            _ => None,
        }
    }

    /// Every request that was answered before it went wrong, in order.
    pub fn hops(&self) -> &[Hop] {
        &self.0.hops
    }

    /// The technical side, for a log or a "details" fold. It holds no URL and no credential; empty if there is no more to say.
    pub fn detail(&self) -> &str {
        &self.0.detail
    }
}

impl fmt::Display for NetError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause().fmt(formatter)
    }
}

impl fmt::Debug for NetError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Error for NetError {}

fn status_code(status: u16) -> &'static str {
    match status {
        401 => "http_401",
        403 => "http_403",
        404 => "http_404",
        410 => "http_410",
        429 => "http_429",
        503 => "http_503",
        500.. => "http_5xx",
        _ => "http_4xx",
    }
}

fn status_sentence(status: u16) -> String {
    match status {
        401 => "The server needs a login.".to_owned(),
        403 => "The host refuses to give this out.".to_owned(),
        404 => "There is nothing at this address any more.".to_owned(),
        410 => "This is gone from the host for good.".to_owned(),
        429 | 503 => format!("The host asks us to wait ({status})."),
        500.. => format!("Server error ({status})."),
        _ => format!("The server refuses the request ({status})."),
    }
}

fn room_sentence(needs: Option<u64>, free: Option<u64>) -> String {
    match (needs, free) {
        (Some(needs), Some(free)) => {
            // Rounded so that it never seems to fit.
            let (needs, free) = (needs.div_ceil(1_000_000), free / 1_000_000);
            format!("Not enough disk space: needs {needs} MB, {free} MB free.")
        }
        (None, Some(free)) => format!("Not enough disk space: {} MB free.", free / 1_000_000),
        _ => "Not enough disk space.".to_owned(),
    }
}

fn amount(bytes: u64, total: Option<u64>) -> String {
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    match total {
        Some(total) if total >= 10_000_000 => {
            format!("{:.0} of {:.0} MB", megabytes(bytes).floor(), megabytes(total))
        }
        Some(total) if total >= 100_000 => format!("{:.1} of {:.1} MB", megabytes(bytes), megabytes(total)),
        Some(total) => format!("{bytes} of {total} bytes"),
        None => format!("after {bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_a_folder_that_cant_be_written() {
        for (kind, code, class) in [
            (io::ErrorKind::StorageFull, "disk_full", Class::WaitForRoom),
            (io::ErrorKind::QuotaExceeded, "disk_full", Class::WaitForRoom),
            (io::ErrorKind::FileTooLarge, "cannot_write", Class::Final),
            (io::ErrorKind::PermissionDenied, "cannot_write", Class::Final),
            (io::ErrorKind::NotFound, "cannot_write", Class::Final),
            (io::ErrorKind::ReadOnlyFilesystem, "cannot_write", Class::Final),
        ] {
            let error = NetError::of_disk("/music/a.part".as_ref(), &kind.into());
            assert_eq!((error.code(), error.class()), (code, class), "{kind}");
        }
    }

    #[test]
    fn how_much_room_is_missing_is_said_so_that_it_adds_up() {
        for (needs, free, words) in [
            (Some(48_000_000), Some(12_900_000), "Not enough disk space: needs 48 MB, 12 MB free."),
            (Some(47_000_001), Some(47_000_000), "Not enough disk space: needs 48 MB, 47 MB free."),
            (None, Some(900_000), "Not enough disk space: 0 MB free."),
            (None, None, "Not enough disk space."),
        ] {
            assert_eq!(Cause::DiskFull { needs, free }.to_string(), words);
        }
    }

    #[test]
    fn amounts_are_said_as_a_person_would() {
        for (bytes, total, words) in [
            (31_400_000, Some(48_000_000), "31 of 48 MB"),
            (47_999_999, Some(48_000_000), "47 of 48 MB"),
            (1_000_000, Some(9_500_000), "1.0 of 9.5 MB"),
            (5, Some(1_000), "5 of 1000 bytes"),
            (5, None, "after 5 bytes"),
        ] {
            assert_eq!(amount(bytes, total), words);
        }
    }
}
