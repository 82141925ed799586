//! Writes a list of feeds that every podcast player reads, this one exactly.

use std::collections::HashMap;

use super::ListedFeed;
use crate::text;

/// OPML 2.0. Feeds of one folder stand together, in the order in which their folder comes first.
#[must_use]
pub fn write_opml(title: &str, feeds: &[ListedFeed]) -> String {
    let mut list = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>",
    );
    push(&mut list, title);
    list.push_str("</title>\n  </head>\n  <body>\n");
    level(&mut list, &feeds.iter().collect::<Vec<_>>(), 0);
    list.push_str("  </body>\n</opml>\n");
    list
}

/// The feeds of one folder, and the folders in it. As deep as the deepest path, which the reader bounds.
fn level(list: &mut String, feeds: &[&ListedFeed], depth: usize) {
    let mut folders: Vec<(&str, Vec<&ListedFeed>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for &feed in feeds {
        let Some(name) = feed.folder.get(depth) else {
            outline(list, feed, depth);
            continue;
        };
        let place = *places.entry(name).or_insert_with(|| {
            folders.push((name, Vec::new()));
            folders.len() - 1
        });
        folders[place].1.push(feed);
    }
    for (name, inside) in folders {
        indent(list, depth);
        list.push_str("<outline");
        attribute(list, "text", name);
        list.push_str(">\n");
        level(list, &inside, depth + 1);
        indent(list, depth);
        list.push_str("</outline>\n");
    }
}

fn outline(list: &mut String, feed: &ListedFeed, depth: usize) {
    let title = feed.title.as_deref().unwrap_or_default();
    indent(list, depth);
    list.push_str("<outline type=\"rss\"");
    attribute(list, "text", title);
    attribute(list, "title", title);
    attribute(list, "xmlUrl", feed.url.as_str());
    if let Some(website) = &feed.website {
        attribute(list, "htmlUrl", website.as_str());
    }
    list.push_str("/>\n");
}

fn indent(list: &mut String, depth: usize) {
    list.push_str(&"  ".repeat(depth + 2));
}

fn attribute(list: &mut String, name: &str, value: &str) {
    list.push(' ');
    list.push_str(name);
    list.push_str("=\"");
    push(list, value);
    list.push('"');
}

/// Escaped, without the characters that XML cannot hold.
fn push(list: &mut String, value: &str) {
    text::escape_into(list, &text::without_controls(value.into()));
}
