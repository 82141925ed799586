//! From what is on air, what was asked and what is out of order to an answer, without any I/O.

use axum::http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, IF_RANGE, LAST_MODIFIED, LOCATION, RANGE, RETRY_AFTER, VARY, WWW_AUTHENTICATE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use bytes::Bytes;

use crate::conditions::{self, Asked, Validators};
use crate::dates;
use crate::fault::Fault;
use crate::file::{Content, File, OnPath, Reply};
use crate::login;

/// The page of a hotel network that stands in front of everything.
const LOG_IN_PAGE: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Welcome to Hotel Meridian</title></head>\n\
    <body><h1>Welcome, guest</h1><p>Please accept our terms to use the network.</p>\n\
    <form method=\"post\" action=\"/login\"><button>I accept</button></form></body></html>\n";

/// An answer ready to be sent: the head, and the stretch of a content that is its body.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) content: Content,
    pub(crate) start: u64,
    pub(crate) end: u64,
}

impl Answer {
    fn short(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let body = Content::Text(body.into());
        let end = body.len();
        let mut headers = HeaderMap::new();
        if end > 0 {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        Self { status, headers, content: body, start: 0, end }
    }

    fn empty(status: StatusCode) -> Self {
        Self::short(status, "text/plain", Bytes::new())
    }

    pub(crate) fn json(body: String) -> Self {
        Self::short(StatusCode::OK, "application/json", body)
    }

    pub(crate) fn error(status: StatusCode, line: &str) -> Self {
        Self::short(status, "text/plain; charset=utf-8", format!("{line}\n"))
    }

    pub(crate) fn redirect(code: u16, to: &str) -> Self {
        let mut answer = Self::empty(StatusCode::from_u16(code).unwrap_or(StatusCode::FOUND));
        if !to.is_empty() {
            answer.set(LOCATION, to);
        }
        answer
    }

    fn set(&mut self, name: HeaderName, value: &str) {
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            self.headers.insert(name, value);
        }
    }
}

/// The answer to a request for `path`, which has `on_path`, with `faults` acting. `turn` is another number each time.
pub(crate) fn answer(
    path: &str,
    on_path: Option<&OnPath>,
    asked: &HeaderMap,
    faults: &[Fault],
    turn: u64,
) -> Answer {
    let mut answer = instead(path, asked, faults).unwrap_or_else(|| match on_path {
        None => Answer::error(StatusCode::NOT_FOUND, "there is nothing at this address"),
        Some(OnPath::Reply(reply)) => as_it_stands(reply),
        Some(OnPath::File(file)) => serve(file, asked, faults, turn),
    });
    for fault in faults {
        match fault {
            Fault::GzipLies => answer.set(CONTENT_ENCODING, "gzip"),
            Fault::ContentType { value } => answer.set(CONTENT_TYPE, value),
            Fault::Header { name, value } => {
                if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
                    answer.set(name, value);
                }
            }
            _ => {}
        }
    }
    answer
}

/// What a fault puts in place of the file.
fn instead(path: &str, asked: &HeaderMap, faults: &[Fault]) -> Option<Answer> {
    faults.iter().find_map(|fault| match fault {
        Fault::Status { code, retry_after } => {
            let status = StatusCode::from_u16(*code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let mut answer = if status == StatusCode::NO_CONTENT {
                Answer::empty(status)
            } else {
                Answer::error(status, status.canonical_reason().unwrap_or("out of order"))
            };
            if let Some(after) = retry_after {
                answer.set(RETRY_AFTER, after);
            }
            if status == StatusCode::UNAUTHORIZED {
                answer.set(WWW_AUTHENTICATE, &login::challenge(false));
            }
            Some(answer)
        }
        Fault::Login { user, password, digest } => (!login::opens(asked, path, user, password, *digest))
            .then(|| {
                let mut answer = Answer::error(StatusCode::UNAUTHORIZED, "for subscribers only");
                answer.set(WWW_AUTHENTICATE, &login::challenge(*digest));
                answer
            }),
        Fault::HtmlInstead => Some(Answer::short(StatusCode::OK, "text/html; charset=utf-8", LOG_IN_PAGE)),
        Fault::Empty => Some(Answer::empty(StatusCode::OK)),
        Fault::Redirect { to, code } => Some(Answer::redirect(*code, to)),
        Fault::RedirectChain { hops, code } => Some(Answer::redirect(*code, &format!("/_hop/{hops}{path}"))),
        Fault::RedirectLoop => Some(Answer::redirect(302, &format!("/_loop{path}"))),
        _ => None,
    })
}

fn as_it_stands(reply: &Reply) -> Answer {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = Answer::short(status, "text/plain", reply.body.clone());
    answer.headers.clear();
    for (name, value) in &reply.headers {
        if let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(value.as_bytes()))
        {
            answer.headers.append(name, value);
        }
    }
    answer
}

fn serve(file: &File, asked: &HeaderMap, faults: &[Fault], turn: u64) -> Answer {
    let has = |fault: &Fault| faults.contains(fault);
    let header = |name: HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    let mut validators = shown(file.validators(), faults, turn);

    let compressed = matches!(file.content, Content::Text(_))
        && !has(&Fault::GzipLies)
        && header(ACCEPT_ENCODING).is_some_and(accepts_gzip);
    let content = if compressed { Content::Text(file.content.gzipped()) } else { file.content.clone() };
    if compressed {
        // Other bytes under the same strong tag would be a lie; web servers weaken it.
        validators.etag =
            validators.etag.map(|tag| if tag.starts_with("W/") { tag } else { format!("W/{tag}") });
    }

    let mut answer =
        Answer { status: StatusCode::OK, headers: HeaderMap::new(), start: 0, end: content.len(), content };
    if let Some(etag) = &validators.etag {
        answer.set(ETAG, etag);
    }
    if let Some(modified) = validators.modified {
        answer.set(LAST_MODIFIED, &dates::http(modified));
    }
    if matches!(file.content, Content::Text(_)) {
        answer.set(VARY, "Accept-Encoding");
    }

    let unchanged = !has(&Fault::ConditionsIgnored)
        && validators.not_modified(header(IF_NONE_MATCH), header(IF_MODIFIED_SINCE));
    if unchanged || has(&Fault::NotModifiedUnasked) {
        answer.status = StatusCode::NOT_MODIFIED;
        answer.end = 0;
        return answer;
    }

    answer.set(CONTENT_TYPE, &file.content_type);
    if compressed {
        answer.set(CONTENT_ENCODING, "gzip");
        return answer;
    }
    if has(&Fault::RangeIgnored) {
        answer.set(ACCEPT_RANGES, "none");
        return answer;
    }
    answer.set(ACCEPT_RANGES, "bytes");
    if has(&Fault::IfRangeIgnored) || validators.range_allowed(header(IF_RANGE)) {
        cut(&mut answer, header(RANGE), faults);
    }
    answer
}

/// Cuts the answer to the range that was asked.
fn cut(answer: &mut Answer, range: Option<&str>, faults: &[Fault]) {
    let length = answer.content.len();
    let total = faults.iter().fold(length, |total, fault| match fault {
        Fault::TotalShifted { by } => total.saturating_add_signed(*by),
        _ => total,
    });
    match conditions::range(range, length) {
        Asked::Whole => {}
        Asked::Nothing => {
            let validators = (answer.headers.remove(ETAG), answer.headers.remove(LAST_MODIFIED));
            *answer = Answer::error(StatusCode::RANGE_NOT_SATISFIABLE, "the file ends before that");
            answer.set(CONTENT_RANGE, &format!("bytes */{total}"));
            if let Some(etag) = validators.0 {
                answer.headers.insert(ETAG, etag);
            }
        }
        Asked::Part(part) => {
            let start = faults.iter().fold(part.start, |start, fault| match fault {
                Fault::RangeShifted { by } => start.saturating_add_signed(*by).min(part.end - 1),
                _ => start,
            });
            answer.status = StatusCode::PARTIAL_CONTENT;
            (answer.start, answer.end) = (start, part.end);
            answer.set(CONTENT_RANGE, &format!("bytes {start}-{}/{total}", part.end - 1));
        }
    }
}

/// The validators as a host with these faults shows them.
fn shown(mut own: Validators, faults: &[Fault], turn: u64) -> Validators {
    for fault in faults {
        match fault {
            Fault::NoValidators => own = Validators::default(),
            Fault::EtagEachTime => own.etag = Some(format!("\"turn-{turn}\"")),
            Fault::WeakEtag => own.etag = own.etag.map(|tag| format!("W/{tag}")),
            _ => {}
        }
    }
    own
}

fn accepts_gzip(header: &str) -> bool {
    header.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("gzip")
            && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}
