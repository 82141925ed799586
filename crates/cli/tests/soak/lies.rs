//! What a host does wrong, drawn by lot.

use friday_testing::Fault;
use rand::{RngExt as _, rngs::StdRng};

/// The faults of the first requests for a file of so many bytes, in their order.
pub(crate) fn draw(random: &mut StdRng, bytes: u64) -> Vec<Fault> {
    let number = random.random_range(3..=6);
    (0..number).map(|_| one(random, bytes)).collect()
}

/// Only what can be seen through: a host that announces less than the file holds, or damages a byte, cannot.
fn one(random: &mut StdRng, bytes: u64) -> Fault {
    let somewhere = random.random_range(1..bytes);
    match random.random_range(0..10) {
        0 | 1 => Fault::Reset { after_bytes: somewhere },
        2 => Fault::Close { after_bytes: somewhere },
        3 => Fault::Stall { after_bytes: somewhere },
        4 => Fault::Status { code: 503, retry_after: Some("1".to_owned()) },
        5 => Fault::HtmlInstead,
        6 => Fault::RangeIgnored,
        7 => Fault::Announce { length: 100_000 },
        8 => Fault::EtagEachTime,
        _ => Fault::NewVersion,
    }
}

/// The total that is recorded after this is wrong, so that the next range contradicts it.
pub(crate) fn is_about_the_length(lie: &Fault) -> bool {
    matches!(lie, Fault::Announce { .. })
}

/// One word for each, for the report.
pub(crate) fn name(lie: &Fault) -> &'static str {
    match lie {
        Fault::Reset { .. } => "reset",
        Fault::Close { .. } => "closed early",
        Fault::Stall { .. } => "stalled",
        Fault::Status { .. } => "503",
        Fault::HtmlInstead => "HTML",
        Fault::RangeIgnored => "200 to a range",
        Fault::Announce { .. } => "wrong length",
        Fault::EtagEachTime => "another ETag",
        Fault::NewVersion => "new version",
        other => panic!("{other:?} is not drawn"),
    }
}
