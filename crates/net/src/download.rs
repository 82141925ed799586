//! Media: fetched to a file, byte-exact or not at all.

use std::{error::Error, fmt::Write as _, path::PathBuf, sync::Arc};

use async_trait::async_trait;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{
    Inner, Net,
    ahead::Ahead,
    ask::{Ask, Asked, Budget},
    body::Body,
    clients::Kind,
    copy::{copy, take_kept},
    error::{Cause, NetError},
    look::{LOOK_AT, is_web_page},
    pen::{Pen, unwitnessed},
    reach::Reach,
    redirect::Hop,
    resume::{Held, OVERLAP, Plan, Reply, Verdict, judge},
    validator::Validator,
};

/// A file that changes more often than this while it is fetched is given up.
const MAX_RESTARTS: u32 = 2;

/// The headers of an answer that are worth keeping with an attempt.
const TELLING: [HeaderName; 13] = [
    header::ACCEPT_RANGES,
    header::AGE,
    header::CONTENT_ENCODING,
    header::CONTENT_LENGTH,
    header::CONTENT_RANGE,
    header::CONTENT_TYPE,
    header::DATE,
    header::ETAG,
    header::LAST_MODIFIED,
    header::SERVER,
    header::TRANSFER_ENCODING,
    header::VIA,
    HeaderName::from_static("x-cache"),
];

/// A media file that is wanted.
#[derive(Debug, Clone)]
pub struct MediaRequest {
    /// A user and password in it are sent to its origin, and nowhere else.
    pub url: Url,
    pub reach: Reach,
    /// Where the bytes go; the folder must exist. What is there already is kept only as far as `resume` says.
    pub part: PathBuf,
    /// What has been fetched before.
    pub resume: Option<Resume>,
    /// Ends the download the gentle way: what has come is synced and witnessed first. Dropping the future is safe too,
    /// but what came since the last checkpoint will be fetched again.
    pub stop: CancellationToken,
    /// Someone may listen ahead of the download.
    pub ahead: Option<Arc<dyn Ahead>>,
}

impl MediaRequest {
    /// From the first byte.
    pub fn new(url: Url, reach: Reach, part: PathBuf) -> Self {
        Self { url, reach, part, resume: None, stop: CancellationToken::new(), ahead: None }
    }
}

/// What is known of a part file from the time when it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resume {
    /// As last told to [`Witness::synced`].
    pub bytes: u64,
    /// As last told to [`Witness::answered`]. Where there is no room for that much, the server is not even asked.
    pub total: Option<u64>,
    pub validator: Option<Validator>,
}

/// Sees a download happen and writes down what must not be forgotten.
#[async_trait]
pub trait Witness: Send {
    /// The server has answered, and the next thing is to write what it sends. It comes again if the download has to
    /// ask anew. Where [`starts_at`](Answer::starts_at) is 0, whatever was promised before must be forgotten for good
    /// (a power cut included) when this returns, since the bytes it was about are overwritten then.
    async fn answered(&mut self, answer: &Answer) -> Result<(), WitnessError>;

    /// More has come: so many bytes now, of so many in all. Often, so it should be cheap.
    fn received(&mut self, bytes: u64, total: Option<u64>);

    /// The first so many bytes of the part file are safe on disk, and may be relied on after a crash.
    async fn synced(&mut self, bytes: u64) -> Result<(), WitnessError>;
}

/// Why a [`Witness`] could not write something down. It ends the download.
pub type WitnessError = Box<dyn Error + Send + Sync>;

/// What a server said before it sent the file.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    /// The first byte that will be written: what was held before, or 0 if the file starts over.
    pub starts_at: u64,
    /// Bytes of the whole file.
    pub total: Option<u64>,
    pub validator: Option<Validator>,
    pub content_type: Option<String>,
    pub final_url: Url,
    /// Every request so far, with those whose answers could not be used.
    pub hops: Vec<Hop>,
    /// Those headers that help to understand an attempt later; names in lower case.
    pub headers: Vec<(String, String)>,
}

/// A file that is whole, and synced.
#[derive(Debug, Clone)]
pub struct Finished {
    pub bytes: u64,
    pub sha256: [u8; 32],
    /// Nothing if the file was whole before the server was asked.
    pub content_type: Option<String>,
    pub final_url: Url,
    pub validator: Option<Validator>,
    /// The first 4 KiB at most, by which the kind of file is known.
    pub head: Vec<u8>,
    /// Bytes that came over the network this time.
    pub fetched: u64,
    pub hops: Vec<Hop>,
}

impl Finished {
    /// In lower-case hexadecimal.
    pub fn sha256_hex(&self) -> String {
        self.sha256.iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

impl Net {
    /// Fetches a file to disk, from where it was left. One download at a time writes to a part file; another waits.
    pub async fn download(
        &self,
        request: &MediaRequest,
        witness: &mut dyn Witness,
    ) -> Result<Finished, NetError> {
        let mut pen = Pen::new(&request.part, &self.inner.options);
        let outcome = tokio::select! {
            biased;
            () = request.stop.cancelled() => Err(NetError::new(Cause::Cancelled)),
            outcome = self.inner.transfer(request, &mut pen, witness) => outcome,
        };
        if let Err(error) = &outcome
            && let Err(second) = pen.settle(witness).await
            && matches!(error.cause(), Cause::Cancelled)
        {
            // A stop that could not keep what had come is worth knowing; after any other error the first one tells more.
            return Err(second);
        }
        outcome
    }
}

impl Inner {
    async fn transfer(
        &self,
        request: &MediaRequest,
        pen: &mut Pen,
        witness: &mut dyn Witness,
    ) -> Result<Finished, NetError> {
        let claim = self.claims.claim(&request.part).await;
        let resume = request.resume.clone().unwrap_or_default();
        let kept = pen.open(claim, resume.bytes, resume.total).await?;
        let mut held = if kept == 0 {
            Held::default()
        } else {
            Held { bytes: kept, total: resume.total, validator: resume.validator }
        };
        let mut finished = Finished {
            bytes: 0,
            sha256: [0; 32],
            content_type: None,
            final_url: request.url.clone(),
            validator: held.validator.clone(),
            head: Vec::new(),
            fetched: 0,
            hops: Vec::new(),
        };
        let mut plan = Plan::first(&held);
        let mut restarts = 0;
        // Whatever was promised, it is all there: the server has nothing to add.
        while held.bytes == 0 || held.total != Some(held.bytes) {
            let asked = self
                .ask_for_media(request, plan, &held)
                .await
                .map_err(|error| error.after(&finished.hops))?;
            finished.hops.extend_from_slice(&asked.hops);
            let (start, end, total) = match verdict(plan, &held, &asked) {
                Verdict::Body { start, end, total } => (start, end, total),
                Verdict::Whole => break,
                Verdict::Again(next) => {
                    plan = next;
                    if plan == Plan::Fresh {
                        held = Held::default();
                    }
                    continue;
                }
                Verdict::Refused => return Err(asked.refusal()),
                Verdict::Wrong(cause) => return Err(NetError::new(cause).after(&finished.hops)),
            };
            let mut answer = answer_of(&asked, start, total, &finished.hops);
            let host = asked.host().to_owned();
            let mut body = Body::new(asked.response, &host, &self.options);
            let looked = look_at(&mut body, plan, &held, &answer, pen).await;
            if !looked.map_err(|error| error.after(&finished.hops))? {
                plan = Plan::Fresh;
                held = Held::default();
                continue;
            }
            if start == 0 {
                restarts += 1;
                if restarts > MAX_RESTARTS + 1 {
                    return Err(NetError::new(Cause::Changed).after(&finished.hops));
                }
                pen.forget();
            } else {
                answer.starts_at = held.bytes;
            }
            witness.answered(&answer).await.map_err(|error| unwitnessed(&*error))?;
            let ready = pen.go_on(start == 0, total).await;
            ready.map_err(|error| error.after(&finished.hops))?;
            let before = pen.position();
            let ahead = request.ahead.as_deref();
            let copied = copy(&mut body, pen, witness, &self.pace, ahead, end, total).await;
            finished.fetched += pen.position() - before;
            let met = copied.map_err(|error| error.after(&finished.hops))?;
            if let (true, Some(ahead)) = (met, ahead) {
                drop(body);
                take_kept(ahead, pen, witness, total).await?;
            }

            finished.content_type = answer.content_type;
            finished.final_url = answer.final_url;
            finished.validator.clone_from(&answer.validator);
            held = Held { bytes: pen.position(), total, validator: answer.validator };
            if total.is_none_or(|total| total == held.bytes) {
                break;
            }
            // The server keeps its answers short: the next one goes on from here.
            if held.bytes - before <= OVERLAP {
                let cause = Cause::Truncated { bytes: held.bytes, total };
                return Err(NetError::new(cause).after(&finished.hops));
            }
            pen.settle(witness).await?;
            plan = Plan::first(&held);
        }
        let written = pen.finish(witness).await?;
        Ok(Finished { bytes: written.bytes, sha256: written.sha256, head: written.head, ..finished })
    }

    async fn ask_for_media(
        &self,
        request: &MediaRequest,
        plan: Plan,
        held: &Held,
    ) -> Result<Asked, NetError> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("*/*"));
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if plan != Plan::Fresh {
            let range = format!("bytes={}-", plan.start(held));
            headers.insert(header::RANGE, HeaderValue::try_from(range).expect("digits are a header value"));
        }
        let if_range = held.validator.as_ref().and_then(Validator::if_range);
        if let (Plan::Exact, Some(Ok(value))) = (plan, if_range.map(HeaderValue::from_str)) {
            headers.insert(header::IF_RANGE, value);
        }
        let ask = Ask {
            kind: Kind::Media,
            url: &request.url,
            reach: &request.reach,
            headers,
            patience: self.options.connect + self.options.media_idle,
        };
        self.ask(&ask, &mut Budget::unlimited()).await
    }
}

fn verdict(plan: Plan, held: &Held, asked: &Asked) -> Verdict {
    let encoding = asked.header(header::CONTENT_ENCODING);
    let status = asked.response.status();
    if status.is_success() && encoding.is_some_and(|encoding| !encoding.eq_ignore_ascii_case("identity")) {
        return Verdict::Wrong(Cause::BadEncoding);
    }
    judge(
        plan,
        held,
        &Reply {
            status: status.as_u16(),
            length: asked.response.content_length(),
            content_range: asked.header(header::CONTENT_RANGE).as_deref(),
            etag: asked.header(header::ETAG).as_deref(),
            last_modified: asked.header(header::LAST_MODIFIED).as_deref(),
        },
    )
}

fn answer_of(asked: &Asked, starts_at: u64, total: Option<u64>, hops: &[Hop]) -> Answer {
    let [etag, last_modified, date] =
        [header::ETAG, header::LAST_MODIFIED, header::DATE].map(|name| asked.header(name));
    let telling = TELLING.into_iter().filter_map(|name| Some((name.to_string(), asked.header(name)?)));
    Answer {
        status: asked.response.status().as_u16(),
        starts_at,
        total,
        validator: Validator::best(etag.as_deref(), last_modified.as_deref(), date.as_deref()),
        content_type: asked.header(header::CONTENT_TYPE),
        final_url: asked.url.clone(),
        hops: hops.to_vec(),
        headers: telling.collect(),
    }
}

/// A look at the first bytes, before anything on disk is touched: no login page overwrites a good partial file, and no
/// other version is appended to it. False if this is another version.
async fn look_at(
    body: &mut Body,
    plan: Plan,
    held: &Held,
    answer: &Answer,
    pen: &mut Pen,
) -> Result<bool, NetError> {
    if answer.starts_at == 0 {
        let beginning = body.peek(LOOK_AT).await;
        if beginning.is_empty() {
            return match body.next().await {
                Err(error) => Err(error.at(0, answer.total)),
                Ok(_) => Err(NetError::new(Cause::Empty)),
            };
        }
        if is_web_page(&beginning, answer.content_type.as_deref()) {
            return Err(NetError::new(Cause::HtmlInsteadOfAudio));
        }
    } else if plan == Plan::Overlap {
        let overlap = body.peek(OVERLAP as usize).await;
        if (overlap.len() as u64) < OVERLAP {
            // It broke off before anything new came.
            let truncated = NetError::new(Cause::Truncated { bytes: held.bytes, total: answer.total });
            return Err(body
                .rest()
                .await
                .err()
                .map_or(truncated, |error| error.at(held.bytes, answer.total)));
        }
        if !pen.holds(answer.starts_at, overlap).await? {
            return Ok(false);
        }
        body.skip(OVERLAP as usize);
    }
    Ok(true)
}
