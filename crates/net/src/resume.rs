//! How a download goes on, as rules: what to ask for, and what an answer means. No network, no disk.
//!
//! The first rule is that bytes of two versions never meet in one file. Whatever an answer leaves in doubt is asked
//! again in a way that leaves less, at last from the first byte.

use crate::{content_range::ContentRange, error::Cause, validator::Validator};

/// Without a strong validator, this much of what one has is fetched again and compared.
pub(crate) const OVERLAP: u64 = 64 * 1024;

/// What one has already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) bytes: u64,
    pub(crate) total: Option<u64>,
    pub(crate) validator: Option<Validator>,
}

/// What to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plan {
    /// The whole file.
    Fresh,
    /// The rest, if it is the same version (`If-Range`).
    Exact,
    /// The rest and a bit of what one has, to see for oneself.
    Overlap,
}

impl Plan {
    /// The surest way that costs least.
    pub(crate) fn first(held: &Held) -> Self {
        if held.bytes == 0 {
            Self::Fresh
        } else if held.validator.as_ref().and_then(Validator::if_range).is_some() {
            Self::Exact
        } else {
            Self::second(held)
        }
    }

    /// The way when the server does not tell versions apart.
    fn second(held: &Held) -> Self {
        if held.bytes > OVERLAP { Self::Overlap } else { Self::Fresh }
    }

    /// The first byte to ask for.
    pub(crate) fn start(self, held: &Held) -> u64 {
        match self {
            Self::Fresh => 0,
            Self::Exact => held.bytes,
            Self::Overlap => held.bytes - OVERLAP,
        }
    }
}

/// The parts of an answer that decide.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reply<'a> {
    pub(crate) status: u16,
    /// Of the body as it is framed; unknown for chunked bodies and those that end with the connection.
    pub(crate) length: Option<u64>,
    pub(crate) content_range: Option<&'a str>,
    pub(crate) etag: Option<&'a str>,
    pub(crate) last_modified: Option<&'a str>,
}

/// What an answer means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The body is the file from `start` on, up to `end` where that is known.
    Body {
        start: u64,
        end: Option<u64>,
        total: Option<u64>,
    },
    /// Nothing is missing.
    Whole,
    /// It can't be relied on; ask like this.
    Again(Plan),
    /// The status is the error.
    Refused,
    Wrong(Cause),
}

/// Judges the answer to a plan.
pub(crate) fn judge(plan: Plan, held: &Held, reply: &Reply<'_>) -> Verdict {
    match reply.status {
        200 | 203 => Verdict::Body { start: 0, end: reply.length, total: reply.length },
        204 | 205 => Verdict::Wrong(Cause::Empty),
        206 => judge_part(plan, held, reply),
        416 if plan != Plan::Fresh => {
            let outside = reply.content_range.and_then(ContentRange::parse);
            let whole = outside == Some(ContentRange::Outside { total: held.bytes })
                && held.total.is_none_or(|total| total == held.bytes)
                && same_version(held, reply) != Some(false);
            // Nothing was compared in an overlap, so only `If-Range` can vouch for what one has.
            if whole && plan == Plan::Exact { Verdict::Whole } else { Verdict::Again(Plan::Fresh) }
        }
        _ => Verdict::Refused,
    }
}

fn judge_part(plan: Plan, held: &Held, reply: &Reply<'_>) -> Verdict {
    let unusable = match plan {
        Plan::Fresh => Verdict::Wrong(Cause::Changed),
        Plan::Exact | Plan::Overlap => Verdict::Again(Plan::Fresh),
    };
    let Some(ContentRange::Part { start, end, total }) = reply.content_range.and_then(ContentRange::parse)
    else {
        return unusable;
    };
    if start != plan.start(held) || reply.length.is_some_and(|length| length != end - start) {
        return unusable;
    }
    if plan == Plan::Fresh {
        return Verdict::Body { start, end: Some(end), total };
    }
    let other_total = held.total.is_some() && total.is_some() && held.total != total;
    let too_short = end < held.bytes || total.is_some_and(|total| total < held.bytes);
    match same_version(held, reply) {
        _ if other_total || too_short => Verdict::Again(Plan::Fresh),
        Some(false) => Verdict::Again(Plan::Fresh),
        // It may not know `If-Range`: it did not say which version this is.
        None if plan == Plan::Exact => Verdict::Again(Plan::second(held)),
        _ => Verdict::Body { start, end: Some(end), total: total.or(held.total) },
    }
}

fn same_version(held: &Held, reply: &Reply<'_>) -> Option<bool> {
    held.validator.as_ref()?.agrees(reply.etag, reply.last_modified)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MB: u64 = 1_000_000;

    fn held(bytes: u64, total: Option<u64>, validator: &str) -> Held {
        Held { bytes, total, validator: validator.parse().ok() }
    }

    #[test]
    fn the_rest_is_asked_for_in_the_surest_way_that_costs_least() {
        for (bytes, validator, plan, start) in [
            (0, "\"v1\"", Plan::Fresh, 0),
            (MB, "\"v1\"", Plan::Exact, MB),
            (10, "\"v1\"", Plan::Exact, 10),
            (MB, "Sun, 06 Nov 1994 08:49:37 GMT", Plan::Exact, MB),
            (MB, "W/\"v1\"", Plan::Overlap, MB - OVERLAP),
            (MB, "W/Sun, 06 Nov 1994 08:49:37 GMT", Plan::Overlap, MB - OVERLAP),
            (MB, "", Plan::Overlap, MB - OVERLAP),
            (OVERLAP, "", Plan::Fresh, 0),
        ] {
            let held = held(bytes, None, validator);
            assert_eq!(Plan::first(&held), plan, "{bytes} {validator}");
            assert_eq!(plan.start(&held), start, "{bytes} {validator}");
        }
    }

    #[test]
    fn an_answer_is_used_only_where_it_leaves_no_doubt() {
        let ours = "\"v1\"";
        let v1 = Some("\"v1\"");
        let v2 = Some("\"v2\"");
        let rest = || Verdict::Body { start: MB, end: Some(2 * MB), total: Some(2 * MB) };
        let fresh = || Verdict::Again(Plan::Fresh);
        for (what, status, length, content_range, etag, expected) in [
            ("the rest", 206, Some(MB), "bytes 1000000-1999999/2000000", v1, rest()),
            ("the rest, chunked", 206, None, "bytes 1000000-1999999/2000000", v1, rest()),
            ("the rest, of unknown total", 206, None, "bytes 1000000-1999999/*", v1, rest()),
            (
                "the whole",
                200,
                Some(3 * MB),
                "",
                v2,
                Verdict::Body { start: 0, end: Some(3 * MB), total: Some(3 * MB) },
            ),
            (
                "the whole, of unknown length",
                200,
                None,
                "",
                None,
                Verdict::Body { start: 0, end: None, total: None },
            ),
            ("another start", 206, None, "bytes 999999-1999999/2000000", v1, fresh()),
            ("another total", 206, Some(MB), "bytes 1000000-1999999/2000001", v1, fresh()),
            ("another version", 206, Some(MB), "bytes 1000000-1999999/2000000", v2, fresh()),
            (
                "a length that contradicts the range",
                206,
                Some(MB + 1),
                "bytes 1000000-1999999/2000000",
                v1,
                fresh(),
            ),
            ("no range at all", 206, Some(MB), "", v1, fresh()),
            (
                "no version",
                206,
                Some(MB),
                "bytes 1000000-1999999/2000000",
                None,
                Verdict::Again(Plan::Overlap),
            ),
            ("416 for another size", 416, None, "bytes */1500000", v1, fresh()),
            ("416 for our bytes, but the total was larger", 416, None, "bytes */1000000", v1, fresh()),
            ("416 that says nothing", 416, None, "", v1, fresh()),
            ("nothing", 204, None, "", None, Verdict::Wrong(Cause::Empty)),
            ("not found", 404, None, "", None, Verdict::Refused),
        ] {
            let reply = Reply {
                status,
                length,
                content_range: Some(content_range).filter(|range| !range.is_empty()),
                etag,
                last_modified: None,
            };
            assert_eq!(judge(Plan::Exact, &held(MB, Some(2 * MB), ours), &reply), expected, "{what}");
        }
    }

    #[test]
    fn a_416_for_exactly_what_one_has_means_that_nothing_is_missing() {
        let reply =
            |etag| Reply { status: 416, content_range: Some("bytes */1000000"), etag, ..Reply::default() };
        let ours = held(MB, None, "\"v1\"");
        assert_eq!(judge(Plan::Exact, &ours, &reply(None)), Verdict::Whole);
        assert_eq!(judge(Plan::Exact, &ours, &reply(Some("\"v1\""))), Verdict::Whole);
        assert_eq!(judge(Plan::Exact, &ours, &reply(Some("\"v2\""))), Verdict::Again(Plan::Fresh));
        assert_eq!(judge(Plan::Overlap, &held(MB, None, ""), &reply(None)), Verdict::Again(Plan::Fresh));
        assert_eq!(judge(Plan::Fresh, &Held::default(), &reply(None)), Verdict::Refused);
    }

    #[test]
    fn an_overlap_must_cover_what_one_has() {
        let ours = held(MB, None, "");
        let reply =
            |content_range| Reply { status: 206, content_range: Some(content_range), ..Reply::default() };
        let body = Verdict::Body { start: MB - OVERLAP, end: Some(MB), total: Some(MB) };
        assert_eq!(judge(Plan::Overlap, &ours, &reply("bytes 934464-999999/1000000")), body);
        let fresh = Verdict::Again(Plan::Fresh);
        assert_eq!(judge(Plan::Overlap, &ours, &reply("bytes 934464-999998/1000000")), fresh);
        assert_eq!(judge(Plan::Overlap, &ours, &reply("bytes 934464-999998/999999")), fresh);
        assert_eq!(judge(Plan::Overlap, &ours, &reply("bytes 1000000-1999999/2000000")), fresh);
    }

    #[test]
    fn part_of_a_file_that_was_asked_for_whole_must_be_its_beginning() {
        let reply =
            |content_range| Reply { status: 206, content_range: Some(content_range), ..Reply::default() };
        let body = Verdict::Body { start: 0, end: Some(100), total: Some(1000) };
        assert_eq!(judge(Plan::Fresh, &Held::default(), &reply("bytes 0-99/1000")), body);
        let wrong = Verdict::Wrong(Cause::Changed);
        assert_eq!(judge(Plan::Fresh, &Held::default(), &reply("bytes 1-99/1000")), wrong);
        assert_eq!(judge(Plan::Fresh, &Held::default(), &reply("pages 1-99/1000")), wrong);
    }
}
