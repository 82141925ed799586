//! What is said on standard error, beside the answer.

use std::io::Write as _;

use crate::measures::one_line;

/// Tells what the listener may want to know.
pub(crate) fn say(message: &str) {
    // Nobody may be there to read it, and that is fine.
    let _ = writeln!(std::io::stderr().lock(), "{}", one_line(message));
}

/// Tells what failed.
pub(crate) fn complain(message: &str) {
    say(&format!("fridayctl: {message}"));
}

/// A sentence as part of a longer one.
pub(crate) fn clause(sentence: &str) -> &str {
    sentence.trim_end_matches('.')
}
