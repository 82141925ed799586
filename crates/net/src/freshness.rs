//! For how long a server says that an answer holds (RFC 9111, sections 4.2 and 5.2).

use std::time::Duration;

/// What is left of `max-age` after the answer's `age`. Nothing where the header does not say, or asks for no trust.
pub(crate) fn fresh_for(cache_control: Option<&str>, age: Option<&str>) -> Option<Duration> {
    let mut longest = None;
    for directive in cache_control?.split(',') {
        let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "no-store" | "no-cache" => return None,
            "max-age" => longest = seconds(value.trim().trim_matches('"')),
            _ => {}
        }
    }
    let spent = age.and_then(|age| seconds(age.trim())).unwrap_or_default();
    longest.map(|longest| longest.saturating_sub(spent)).filter(|left| !left.is_zero())
}

fn seconds(text: &str) -> Option<Duration> {
    // More digits than a number holds are still a long time.
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| Duration::from_secs(text.parse().unwrap_or(u64::from(u32::MAX))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_fresh_for_as_long_as_its_server_says() {
        for (cache_control, age, seconds) in [
            (None, None, None),
            (Some("max-age=300"), None, Some(300)),
            (Some("public, MAX-AGE=\"300\" , must-revalidate"), None, Some(300)),
            (Some("max-age=300"), Some("100"), Some(200)),
            (Some("max-age=300"), Some("301"), None),
            (Some("max-age=300"), Some("old"), Some(300)),
            (Some("max-age=0"), None, None),
            (Some("max-age=-5"), None, None),
            (Some("max-age=soon"), None, None),
            (Some("no-cache, max-age=300"), None, None),
            (Some("max-age=300, no-store"), None, None),
            (Some("s-maxage=300"), None, None),
            (Some("max-age=99999999999999999999999"), None, Some(u64::from(u32::MAX))),
        ] {
            let expected = seconds.map(Duration::from_secs);
            assert_eq!(fresh_for(cache_control, age), expected, "{cache_control:?} {age:?}");
        }
    }
}
