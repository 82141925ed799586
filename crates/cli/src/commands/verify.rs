use std::path::Path;

use friday_engine::{Engine, Verification};

use crate::{
    answer::{Answer, Failure, Format},
    json,
    measures::{count, one_line},
};

pub(crate) async fn run(engine: &Engine, format: Format) -> Result<Answer, Failure> {
    let verification = engine.verify().await?;
    let answer = format.answer(&json::Verification::from(&verification), || words(&verification))?;
    Ok(answer.but(complaint(&verification)))
}

fn words(verification: &Verification) -> String {
    let damaged = verification.damaged.iter().map(|file| format!("damaged  {}", shown(&file.path)));
    let missing = verification.missing.iter().map(|file| format!("missing  {}", shown(&file.path)));
    let ok = format!("{} as downloaded.", count(verification.ok, "file"));
    damaged.chain(missing).chain([ok]).collect::<Vec<_>>().join("\n")
}

fn complaint(Verification { damaged, missing, .. }: &Verification) -> Option<String> {
    let ids: Vec<String> = damaged.iter().chain(missing).map(|file| file.episode.to_string()).collect();
    let again = format!("download again what you want to keep: fridayctl download {}", ids.join(" "));
    match (damaged.len() as u64, missing.len() as u64) {
        (0, 0) => None,
        (0, missing) => Some(format!("{} missing; {again}", count(missing, "file"))),
        (damaged, missing) => Some(format!("{} damaged, {missing} missing; {again}", count(damaged, "file"))),
    }
}

fn shown(path: &Path) -> String {
    one_line(&path.to_string_lossy())
}
