use friday_engine::{Checkup, Engine};

use crate::{
    answer::{Answer, Failure, Format},
    json,
    measures::{count, one_line, size},
};

pub(crate) async fn run(engine: &Engine, format: Format) -> Result<Answer, Failure> {
    let checkup = engine.check_up().await?;
    let answer = format.answer(&json::Checkup::from(&checkup), || words(&checkup))?;
    let problems = checkup.problems.len() as u64;
    Ok(answer.but((problems > 0).then(|| format!("{} found; see above", count(problems, "problem")))))
}

fn words(checkup: &Checkup) -> String {
    let free = |free: Option<u64>| free.map_or_else(String::new, |free| format!(", {} free", size(free)));
    let mut lines = vec![
        format!("friday     {}", env!("CARGO_PKG_VERSION")),
        format!("sqlite     {}", checkup.sqlite),
        format!(
            "database   {} ({}{})",
            one_line(&checkup.database.to_string_lossy()),
            size(checkup.database_bytes),
            free(checkup.database_free)
        ),
        format!(
            "downloads  {}{}",
            one_line(&checkup.downloads.to_string_lossy()),
            free(checkup.downloads_free)
        ),
        format!("backups    {}", checkup.backups.len()),
        format!("at once    {}, {} from one host", checkup.queue.at_once, checkup.queue.per_host),
        format!(
            "bandwidth  {}",
            checkup.bandwidth.map_or("no limit".to_owned(), |limit| size(limit) + " a second")
        ),
    ];
    lines.extend(checkup.problems.iter().map(|problem| format!("problem    {}", one_line(problem))));
    lines.join("\n")
}
