use friday_model::{Chapter, EpisodeId, Picture};
use sqlx::{Row as _, SqliteConnection, SqlitePool, sqlite::SqliteRow};
use url::Url;

use super::{Columns as _, milliseconds};
use crate::{ChapterSource, Result};

pub(crate) async fn replace(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    source: ChapterSource,
    chapters: &[Chapter],
) -> Result<()> {
    sqlx::query("DELETE FROM chapters WHERE episode_id = ? AND source = ?")
        .bind(id.0)
        .bind(word(source))
        .execute(&mut *connection)
        .await?;
    insert(connection, id, source, chapters).await
}

/// Where there are none yet.
pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    source: ChapterSource,
    chapters: &[Chapter],
) -> Result<()> {
    for (position, chapter) in (0_i64..).zip(chapters) {
        sqlx::query(
            "INSERT INTO chapters (episode_id, source, position, start, ends, title, link, image, hidden)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(id.0)
        .bind(word(source))
        .bind(position)
        .bind(milliseconds(chapter.start))
        .bind(chapter.end.map(milliseconds))
        .bind(&chapter.title)
        .bind(chapter.link.as_ref().map(Url::as_str))
        .bind(chapter.image.as_ref().map(written))
        .bind(chapter.hidden)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

pub(crate) async fn of(readers: &SqlitePool, id: EpisodeId, source: ChapterSource) -> Result<Vec<Chapter>> {
    let rows = sqlx::query("SELECT * FROM chapters WHERE episode_id = ? AND source = ? ORDER BY position")
        .bind(id.0)
        .bind(word(source))
        .fetch_all(readers)
        .await?;
    rows.iter().map(|row| Ok(read(row)?)).collect()
}

fn read(row: &SqliteRow) -> sqlx::Result<Chapter> {
    Ok(Chapter {
        start: row.maybe_length("start")?.unwrap_or_default(),
        end: row.maybe_length("ends")?,
        title: row.try_get("title")?,
        link: row.maybe_url("link")?,
        image: row.try_get::<Option<&str>, _>("image")?.map(picture),
        hidden: row.try_get("hidden")?,
    })
}

/// A picture in one column: its address, or its name, which is no address.
fn written(picture: &Picture) -> &str {
    match picture {
        Picture::Web(url) => url.as_str(),
        Picture::Kept(name) => name,
    }
}

fn picture(text: &str) -> Picture {
    Url::parse(text).map_or_else(|_| Picture::Kept(text.to_owned()), Picture::Web)
}

const fn word(source: ChapterSource) -> &'static str {
    match source {
        ChapterSource::Feed => "feed",
        ChapterSource::Document => "document",
        ChapterSource::File => "file",
    }
}
