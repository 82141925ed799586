//! The rules of the house, checked: who may depend on whom, who may know which library, and what a file may be
//! called, hold and how long it may be. `docs/ARCHITECTURE.md` gives the reasons.

use std::fs;
use std::path::{Path, PathBuf};

/// Each part and those of our crates it may use. `testing` may use anything, being in no release.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("feed", &["model"]),
    ("net", &[]),
    ("queue", &[]),
    ("store", &["model"]),
    ("search", &["model"]),
    ("engine", &["model", "feed", "net", "queue", "store", "search"]),
    ("cli", &["engine", "model"]),
    ("shell", &["engine", "model"]),
];

/// Libraries that only some parts may know. A name that ends in `*` stands for all that begin so.
const KNOWN_BY: &[(&str, &[&str])] = &[
    ("tauri*", &["shell"]),
    ("ts-rs", &["shell"]),
    ("zbus", &["shell"]),
    ("reqwest", &["net"]),
    ("feed-rs", &["feed"]),
    ("quick-xml", &["feed"]),
    ("ammonia", &["feed"]),
    ("sqlx", &["store", "queue", "engine"]),
    ("lapin", &["queue"]),
    ("tantivy", &["search"]),
    ("axum", &["engine", "testing"]),
    ("keyring-core", &["engine"]),
    ("lofty", &["engine"]),
    ("clap", &["shell", "cli", "testing"]),
    ("serde*", &["feed", "queue", "engine", "shell", "cli", "testing"]),
];

/// Names that name nothing: whoever uses one has not found yet what the thing does.
const EMPTY_WORDS: &[&str] = &["manager", "service", "helper", "util", "handler", "processor"];

const RUST_LINES: usize = 400;
const PAGE_LINES: usize = 250;

/// Files that are one thing and longer than the rest, each with its reason.
const LONG_FILES: &[(&str, &str)] = &[
    (
        "src-tauri/src/wire.rs",
        "one declaration for each thing that crosses to the page, to be read side by side",
    ),
    ("ui/src/backend/wire.ts", "generated from wire.rs"),
    ("ui/src/backend/memory/shows.ts", "the invented podcasts: data"),
    ("ui/src/state/player.test.ts", "the player's promises, one by one"),
    ("ui/src/app.css", "the tokens of every theme, to be compared at a glance"),
];

/// The one component that may place HTML: what it is given was sanitised in Rust.
const PLACES_HTML: &str = "ui/src/views/episode/Notes.svelte";

#[test]
fn each_part_uses_only_the_parts_it_may() {
    check(parts().iter().flat_map(|part| {
        let allowed = MAY_USE.iter().find(|(name, _)| *name == part.name).map(|(_, allowed)| *allowed);
        if part.name == "testing" {
            return Vec::new();
        }
        let Some(allowed) = allowed else {
            return vec![format!("{} is in no row of MAY_USE", part.name)];
        };
        part.dependencies
            .iter()
            .filter_map(|dependency| dependency.strip_prefix("friday-"))
            .filter(|used| !allowed.contains(used))
            .map(|used| format!("{} must not depend on {used}", part.name))
            .collect()
    }));
}

#[test]
fn each_library_is_known_only_where_it_may_be() {
    check(parts().iter().flat_map(|part| {
        part.dependencies.iter().filter_map(|dependency| {
            let (_, knowers) = KNOWN_BY.iter().find(|(name, _)| covers(name, dependency))?;
            (!knowers.contains(&part.name.as_str()))
                .then(|| format!("{} must not know {dependency}, only {} may", part.name, knowers.join(", ")))
        })
    }));
}

#[test]
fn the_model_uses_nothing_but_time_and_addresses() {
    let parts = parts();
    let model = parts.iter().find(|part| part.name == "model").expect("there is a model");
    check(
        model
            .dependencies
            .iter()
            .filter(|dependency| !["time", "url"].contains(&dependency.as_str()))
            .map(|dependency| format!("the model must not depend on {dependency}")),
    );
}

#[test]
fn what_is_for_tests_is_linked_into_no_release() {
    check(
        parts()
            .iter()
            .filter(|part| part.dependencies.iter().any(|dependency| dependency == "friday-testing"))
            .map(|part| format!("{} has friday-testing outside [dev-dependencies]", part.name)),
    );
}

#[test]
fn the_engine_shows_no_serde() {
    check(sources("crates/engine/src", &["rs"]).iter().flat_map(|source| {
        let mut complaints = Vec::new();
        let mut derived = false;
        for line in source.text.lines().map(str::trim) {
            if line.starts_with("#[derive") {
                derived = line.contains("Serialize") || line.contains("Deserialize");
            } else if line.starts_with("pub struct") || line.starts_with("pub enum") {
                if derived {
                    complaints.push(format!("{}: `{line}` is public and knows serde", source.path));
                }
                derived = false;
            } else if !line.starts_with('#') && !line.starts_with("//") {
                derived = false;
            }
        }
        complaints
    }));
}

#[test]
fn only_the_backend_of_the_page_talks_to_tauri() {
    check(
        page_sources()
            .iter()
            .filter(|source| {
                !source.path.starts_with("ui/src/backend/") && source.text.contains("@tauri-apps")
            })
            .map(|source| format!("{} imports @tauri-apps; ask ui/src/backend/", source.path)),
    );
}

/// A command that is listed and not allowed answers everywhere but in the window.
#[test]
fn the_window_may_use_each_command() {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect("a file of the shell can be read");
    let (listed, allowed) = (read("src-tauri/build.rs"), read("src-tauri/capabilities/main.json"));
    let commands: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","))
        .filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
        .collect();
    assert!(commands.len() > 50, "the list of commands is not where it was");
    check(
        commands
            .into_iter()
            .filter(|command| !allowed.contains(&format!("\"allow-{}\"", command.replace('_', "-"))))
            .map(|command| format!("src-tauri/capabilities/main.json does not allow {command}")),
    );
}

#[test]
fn one_component_places_html() {
    check(
        page_sources()
            .iter()
            .filter(|source| source.path != PLACES_HTML)
            .filter(|source| {
                ["{@html", "innerHTML", "outerHTML", "insertAdjacentHTML"]
                    .iter()
                    .any(|way| source.text.contains(way))
            })
            .filter(|source| !source.path.contains(".test."))
            .map(|source| format!("{} places HTML; only {PLACES_HTML} may", source.path)),
    );
}

#[test]
fn names_say_what_a_thing_does() {
    check(all_sources().iter().flat_map(|source| {
        let file =
            Path::new(&source.path).file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let mut complaints: Vec<String> = empty_words(&file)
            .map(|word| format!("{}: a file called {word} says nothing", source.path))
            .collect();
        for name in defined_types(&source.text) {
            complaints.extend(empty_words(name).map(|_| format!("{}: {name} says nothing", source.path)));
        }
        complaints
    }));
}

#[test]
fn files_are_short_or_argue_why_not() {
    check(all_sources().iter().filter_map(|source| {
        let limit = if source.path.starts_with("ui/") { PAGE_LINES } else { RUST_LINES };
        let lines = source.text.lines().count();
        let argued = LONG_FILES.iter().any(|(path, _)| *path == source.path);
        (lines > limit && !argued).then(|| format!("{} has {lines} lines, {limit} at most", source.path))
    }));
}

#[test]
fn no_exception_outlives_its_file() {
    check(
        LONG_FILES
            .iter()
            .filter(|(path, _)| !root().join(path).exists())
            .map(|(path, _)| format!("{path} is gone: take it off LONG_FILES")),
    );
}

#[test]
fn nothing_names_a_machine_or_is_left_for_later() {
    // Put together here, so that this file does not contain what it looks for.
    let machine = [["/ro", "ot/"], ["/wo", "rk/"], ["artif", "actory"]].map(|parts| parts.concat());
    let later = [["TO", "DO"], ["FIX", "ME"]].map(|parts| parts.concat());
    check(written_files().iter().flat_map(|source| {
        let named = machine.iter().filter(|place| source.text.contains(*place));
        let left = later.iter().filter(|word| {
            source.text.split(|c: char| !c.is_alphanumeric()).any(|found| found == word.as_str())
        });
        named
            .map(|place| format!("{} names {place}", source.path))
            .chain(left.map(|word| format!("{} says {word}", source.path)))
            .collect::<Vec<_>>()
    }));
}

/// One package of the workspace: what it is called here, and what it needs to build and run.
struct Part {
    name: String,
    dependencies: Vec<String>,
}

/// A text file and its path from the root, with `/` between the folders.
struct Source {
    path: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Fails with all complaints at once: whoever breaks a rule should see the whole of it.
fn check(complaints: impl IntoIterator<Item = String>) {
    let complaints: Vec<String> = complaints.into_iter().collect();
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

fn parts() -> Vec<Part> {
    let crates = folder(&root().join("crates")).into_iter().map(|path| path.join("Cargo.toml"));
    let mut parts = vec![part("shell".into(), &root().join("Cargo.toml"))];
    for manifest in crates.filter(|manifest| manifest.exists()) {
        let name = manifest
            .parent()
            .and_then(Path::file_name)
            .and_then(|name| name.to_str())
            .expect("a crate's name is text");
        parts.push(part(name.to_owned(), &manifest));
    }
    parts
}

/// Reads `[dependencies]` and `[build-dependencies]`, those of a platform too. Dev-dependencies may be anything.
fn part(name: String, manifest: &Path) -> Part {
    let text = fs::read_to_string(manifest).unwrap_or_else(|error| panic!("{}: {error}", manifest.display()));
    let manifest: toml::Table =
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", manifest.display()));
    let platforms =
        manifest.get("target").and_then(toml::Value::as_table).into_iter().flat_map(|target| target.values());
    let dependencies = std::iter::once(&toml::Value::Table(manifest.clone()))
        .chain(platforms)
        .filter_map(toml::Value::as_table)
        .flat_map(|table| ["dependencies", "build-dependencies"].map(|section| table.get(section)))
        .flatten()
        .filter_map(toml::Value::as_table)
        .flat_map(|section| {
            section.iter().map(|(name, value)| {
                value.get("package").and_then(toml::Value::as_str).unwrap_or(name).to_owned()
            })
        })
        .collect();
    Part { name, dependencies }
}

fn covers(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

fn all_sources() -> Vec<Source> {
    let mut all = page_sources();
    for folder in ["crates", "src-tauri", "tests"] {
        all.extend(sources(folder, &["rs"]));
    }
    all
}

fn page_sources() -> Vec<Source> {
    let mut all = sources("ui/src", &["ts", "js", "svelte", "css"]);
    all.retain(|source| !source.path.starts_with("ui/src/paraglide/"));
    all
}

/// Everything that was written by hand, whatever its kind.
fn written_files() -> Vec<Source> {
    let mut all =
        sources("", &["rs", "toml", "ts", "js", "svelte", "css", "html", "json", "md", "sql", "yml", "svg"]);
    all.retain(|source| !source.path.ends_with("package-lock.json"));
    for script in ["Makefile", "scripts/setup", "scripts/icons", ".ci/run", ".gitignore"] {
        all.extend(read(&root().join(script)));
    }
    all
}

fn sources(under: &str, extensions: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(under)];
    while let Some(next) = folders.pop() {
        for path in folder(&next) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let built = ["target", "node_modules", "dist", "gen", "paraglide"].contains(&name)
                || name.starts_with('.');
            if path.is_dir() && !built {
                folders.push(path);
            } else if path
                .extension()
                .and_then(|extension| extension.to_str())
                .is_some_and(|extension| extensions.contains(&extension))
            {
                found.extend(read(&path));
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn read(path: &Path) -> Option<Source> {
    let name = path.strip_prefix(root()).expect("it is below the root").to_string_lossy().replace('\\', "/");
    Some(Source { path: name, text: fs::read_to_string(path).ok()? })
}

fn folder(path: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut paths: Vec<PathBuf> =
        read.map(|found| found.expect("a folder can be read to its end").path()).collect();
    paths.sort();
    paths
}

/// The names of the types that a Rust or TypeScript file defines.
fn defined_types(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| {
            !word.is_empty() && !["pub", "export", "crate", "abstract", "default"].contains(word)
        });
        let kind = words.next()?;
        ["struct", "enum", "trait", "class", "interface", "type"].contains(&kind).then(|| words.next())?
    })
}

/// The empty words in a name, be it written `like_this`, `like-this` or `LikeThis`, one or many.
fn empty_words(name: &str) -> impl Iterator<Item = &'static str> {
    let mut spaced = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' });
    }
    let words: Vec<String> =
        spaced.split_whitespace().map(|word| word.strip_suffix('s').unwrap_or(word).to_owned()).collect();
    EMPTY_WORDS.iter().copied().filter(move |empty| words.iter().any(|word| word == empty))
}
