//! Reads every feed among the fixtures and prints what came of it, for `compare_expected.py`:
//!
//! ```text
//! cargo run -p friday-feed --example expected -- FIXTURES > OUT.json
//! compare_expected.py FIXTURES OUT.json
//! ```

#![allow(clippy::print_stdout)]

use std::{env, error::Error, fs, path::Path};

use serde_json::{Map, Value};
use url::Url;

#[path = "../tests/preview/mod.rs"]
mod preview;

fn main() -> Result<(), Box<dyn Error>> {
    let fixtures = env::args().nth(1).ok_or("which directory holds the fixtures?")?;
    let fixtures = Path::new(&fixtures);
    let expected: Value = serde_json::from_slice(&fs::read(fixtures.join("expected.json"))?)?;
    let base = Url::parse(expected["base_url"].as_str().ok_or("expected.json names no base_url")?)?;
    let mut output = Map::new();
    for folder in ["feeds/real", "feeds/unit", "hostile", "jsonfeed"] {
        for file in fs::read_dir(fixtures.join(folder))? {
            let file = file?;
            let name = format!("{folder}/{}", file.file_name().to_string_lossy());
            let read = friday_feed::read(&fs::read(file.path())?, &base, None);
            output.insert(name, preview::preview(&read));
        }
    }
    println!("{}", serde_json::to_string_pretty(&output)?);
    Ok(())
}
