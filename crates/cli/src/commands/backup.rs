use friday_engine::Engine;

use crate::{
    answer::{Answer, Failure, Format},
    json,
    measures::size,
};

pub(crate) async fn run(engine: &Engine, format: Format) -> Result<Answer, Failure> {
    let backup = engine.back_up().await?;
    format.answer(&json::Backup::from(&backup), || {
        format!("A copy of the library is kept ({}).", size(backup.bytes))
    })
}
