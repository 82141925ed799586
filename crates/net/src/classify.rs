//! From an error of the HTTP client to its cause.

use std::{error::Error, fmt::Write as _, io};

use rustls::CertificateError;

use crate::{
    clients::PrivateAnswer,
    error::{Cause, NetError, TlsProblem},
    network::Network,
};

/// Why a request got no answer.
pub(crate) fn of_request(error: reqwest::Error, host: &str, network: &dyn Network) -> NetError {
    let error = error.without_url();
    let detail = chain(&error);
    let host = host.to_owned();
    let cause = if find::<PrivateAnswer>(&error).is_some() {
        Cause::PrivateAddress { host }
    } else if error.is_builder() {
        Cause::BadAddress
    } else if let Some(problem) = find::<rustls::Error>(&error).map(tls_problem) {
        Cause::Tls { host, problem }
    } else if error.is_dns() {
        if network.has_route() {
            // getaddrinfo's EAI_AGAIN has no code of its own in `io::Error`, only these words (glibc, musl).
            let temporary = detail.contains("Temporary failure") || detail.contains("Try again");
            Cause::Dns { host, temporary }
        } else {
            Cause::Offline
        }
    } else if let Some(io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown) = io_kind(&error)
        && !network.has_route()
    {
        Cause::Offline
    } else if error.is_timeout() {
        Cause::Timeout { host }
    } else if error.is_connect() {
        Cause::Connect { host }
    } else {
        Cause::Reset { host }
    };
    NetError::with_detail(cause, detail)
}

/// Why a body ended before its time; `bytes` of `total` had come.
pub(crate) fn of_body(error: reqwest::Error, host: &str, bytes: u64, total: Option<u64>) -> NetError {
    let error = error.without_url();
    let detail = chain(&error);
    let cause = match io_kind(&error) {
        Some(io::ErrorKind::UnexpectedEof) => Cause::Truncated { bytes, total },
        _ if error.is_timeout() => Cause::Timeout { host: host.to_owned() },
        _ => Cause::Reset { host: host.to_owned() },
    };
    NetError::with_detail(cause, detail)
}

/// Like [`of_body`], for a body that was being decompressed.
pub(crate) fn of_encoded_body(error: reqwest::Error, host: &str, bytes: u64) -> NetError {
    // A broken connection surfaces here as an error of decoding, too; only it has an error of the connection below.
    if error.is_decode() && find::<hyper::Error>(&error).is_none() {
        NetError::with_detail(Cause::BadEncoding, chain(&error.without_url()))
    } else {
        of_body(error, host, bytes, None)
    }
}

fn tls_problem(error: &rustls::Error) -> TlsProblem {
    use CertificateError as Certificate;
    match error {
        rustls::Error::InvalidCertificate(certificate) => match certificate {
            Certificate::Expired | Certificate::ExpiredContext { .. } => TlsProblem::Expired,
            Certificate::NotValidYet | Certificate::NotValidYetContext { .. } => TlsProblem::NotYetValid,
            Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => {
                TlsProblem::WrongName
            }
            Certificate::UnknownIssuer => TlsProblem::UnknownIssuer,
            Certificate::Revoked => TlsProblem::Revoked,
            _ => TlsProblem::BadCertificate,
        },
        _ => TlsProblem::Handshake,
    }
}

/// The first error of a type in a chain of causes, looking into `io::Error`s, which hide theirs.
fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        next = below(error);
    }
    None
}

fn below<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(hidden) => Some(hidden),
        None => error.source(),
    }
}

/// The kind of the innermost I/O error that has one.
fn io_kind(error: &(dyn Error + 'static)) -> Option<io::ErrorKind> {
    let mut kind = None;
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(io) = error.downcast_ref::<io::Error>()
            && io.kind() != io::ErrorKind::Other
        {
            kind = Some(io.kind());
        }
        next = below(error);
    }
    kind
}

fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = below(error);
    while let Some(error) = next {
        let words = error.to_string();
        if !text.ends_with(&words) {
            let _ = write!(text, ": {words}");
        }
        next = below(error);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_certificate_is_told_apart_by_what_is_bad() {
        for (certificate, problem) in [
            (CertificateError::Expired, TlsProblem::Expired),
            (CertificateError::NotValidYet, TlsProblem::NotYetValid),
            (CertificateError::NotValidForName, TlsProblem::WrongName),
            (CertificateError::UnknownIssuer, TlsProblem::UnknownIssuer),
            (CertificateError::Revoked, TlsProblem::Revoked),
            (CertificateError::BadSignature, TlsProblem::BadCertificate),
        ] {
            assert_eq!(tls_problem(&rustls::Error::InvalidCertificate(certificate)), problem);
        }
        assert_eq!(tls_problem(&rustls::Error::DecryptError), TlsProblem::Handshake);
    }

    #[test]
    fn an_error_hidden_in_an_io_error_is_found() {
        let hidden = io::Error::other(io::Error::new(io::ErrorKind::UnexpectedEof, PrivateAnswer));
        assert!(find::<PrivateAnswer>(&hidden).is_some());
        assert_eq!(io_kind(&hidden), Some(io::ErrorKind::UnexpectedEof));
        assert_eq!(chain(&hidden), "the name resolves to a private address");
    }
}
