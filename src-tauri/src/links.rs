//! What may leave the app: addresses that a browser or a mail program opens, and nothing else.

use tauri::Url;

use crate::wire::Failure;

/// Opens a link from outside in the system's own program.
pub(crate) fn open(url: &str) -> Result<(), Failure> {
    let url = allowed(url)?;
    tauri_plugin_opener::open_url(url.as_str(), None::<&str>)
        .map_err(|error| Failure::bug("The link could not be opened in the browser.", &error))
}

/// After parsing, not by prefix: `java\tscript:` and its like are what they are only then.
fn allowed(url: &str) -> Result<Url, Failure> {
    let refused = || Failure {
        code: "bad_address".to_owned(),
        message: "Only links to web pages and mail addresses are opened.".to_owned(),
        detail: None,
        feeds: Vec::new(),
    };
    let url = Url::parse(url).map_err(|_| refused())?;
    if matches!(url.scheme(), "http" | "https" | "mailto") { Ok(url) } else { Err(refused()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_links_leave_the_app() {
        let table = [
            ("https://host.example/a", true),
            ("HTTP://host.example/a", true),
            ("mailto:a@host.example", true),
            ("javascript:alert(1)", false),
            ("java\tscript:alert(1)", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
            ("tauri://localhost/", false),
            ("smb://host/share", false),
            ("/etc/passwd", false),
            ("", false),
        ];
        for (url, expected) in table {
            assert_eq!(allowed(url).is_ok(), expected, "{url}");
        }
    }
}
