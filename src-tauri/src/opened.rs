//! What Friday was opened with: an address that another program hands over, or a list of podcasts in a file. Neither
//! does anything by itself; the page proposes, and the listener decides.

use std::path::{Path, PathBuf};

use friday_engine::{FEED_SCHEMES, parse_address};
use tauri::{AppHandle, Manager as _, Url};

use crate::{shell::Shell, window, wire::Event};

/// Endings of the names of lists.
const LISTS: [&str; 2] = ["opml", "xml"];

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Opened {
    /// Of a feed, or of a page that announces one.
    Address(Url),
    /// The file of a list (OPML).
    List(PathBuf),
}

/// What an argument means; relative files lie in `folder`.
pub(crate) fn understand(argument: &str, folder: &Path) -> Option<Opened> {
    if let Ok(url) = Url::parse(argument)
        && url.scheme() == "file"
    {
        return url.to_file_path().ok().map(Opened::List);
    }
    let scheme = argument.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let named = scheme.is_some_and(|scheme| {
        matches!(scheme.as_str(), "http" | "https") || FEED_SCHEMES.contains(&scheme.as_str())
    });
    let file = folder.join(argument);
    if !named && (file.is_file() || is_list(&file)) {
        return Some(Opened::List(file));
    }
    let address = parse_address(argument);
    if address.is_err() {
        tracing::warn!("what Friday was opened with is neither an address nor a list");
    }
    address.ok().map(Opened::Address)
}

/// The first list among files that were dropped.
pub(crate) fn list_among(files: &[PathBuf]) -> Option<Opened> {
    files.iter().find(|file| is_list(file)).cloned().map(Opened::List)
}

/// Shows the window, and in it what was opened.
pub(crate) fn show(app: &AppHandle, opened: Option<Opened>) {
    window::show(app);
    // A second start may come while the library is still being opened.
    if let (Some(opened), Some(shell)) = (opened, app.try_state::<Shell>()) {
        propose(&shell, opened);
    }
}

/// Tells the page, at once or as soon as there is one.
pub(crate) fn propose(shell: &Shell, opened: Opened) {
    match opened {
        Opened::Address(url) => shell.ask_page(Event::AddressOpened { address: url.into() }),
        Opened::List(file) => {
            shell.keep_opened_list(file);
            shell.ask_page(Event::ListOpened);
        }
    }
}

fn is_list(file: &Path) -> bool {
    let ending = file.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    ending.is_some_and(|ending| LISTS.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_is_an_address_or_a_list() {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path();
        std::fs::write(here.join("podcasts"), "<opml/>").unwrap();
        let address = |url: &str| Some(Opened::Address(url.parse().unwrap()));
        let list = |file: &Path| Some(Opened::List(file.to_owned()));
        let table = [
            ("feed://host.example/feed", address("https://host.example/feed")),
            ("itpcs:http://host.example/", address("http://host.example/")),
            ("PODCAST://host.example/my.opml", address("https://host.example/my.opml")),
            ("https://host.example/podcasts.xml", address("https://host.example/podcasts.xml")),
            ("host.example/feed", address("https://host.example/feed")),
            ("podcasts", list(&here.join("podcasts"))),
            ("not there.OPML", list(&here.join("not there.OPML"))),
            ("/tmp/a list.opml", list(Path::new("/tmp/a list.opml"))),
            ("file:///tmp/a%20list.opml", list(Path::new("/tmp/a list.opml"))),
            ("feed:javascript:alert(1)", None),
            ("javascript:alert(1)", None),
            ("ftp://host.example/", None),
            ("words", None),
            ("", None),
        ];
        for (argument, expected) in table {
            assert_eq!(understand(argument, here), expected, "{argument}");
        }
    }

    #[test]
    fn the_desktop_hands_over_every_scheme_that_is_understood() {
        let entry = include_str!("../friday.desktop");
        let handled = entry.lines().find_map(|line| line.strip_prefix("MimeType=")).unwrap();
        let handled: Vec<&str> = handled.split_terminator(';').collect();
        for scheme in FEED_SCHEMES {
            assert!(handled.contains(&format!("x-scheme-handler/{scheme}").as_str()), "{scheme}");
        }
        assert!(handled.contains(&"text/x-opml"));
        assert!(entry.lines().any(|line| line == "Exec={{exec}} %u"));
    }

    #[test]
    fn of_what_is_dropped_the_first_list_counts() {
        let files = ["a.mp3", "b.OPML", "c.xml"].map(PathBuf::from);
        assert_eq!(list_among(&files), Some(Opened::List("b.OPML".into())));
        assert_eq!(list_among(&files[..1]), None);
    }
}
