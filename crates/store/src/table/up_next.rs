use friday_model::{EpisodeId, UpNextList, UpNextListId};
use sqlx::{Row as _, SqliteConnection, SqlitePool};

use super::{Columns as _, episodes::json_array};
use crate::Result;

pub(crate) async fn lists(readers: &SqlitePool) -> Result<Vec<UpNextList>> {
    let rows = sqlx::query(
        "SELECT l.*, (SELECT count(*) FROM up_next WHERE list_id = l.id) AS episodes
         FROM up_next_lists l ORDER BY l.id",
    )
    .fetch_all(readers)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(UpNextList {
                id: UpNextListId(row.try_get("id")?),
                name: row.try_get("name")?,
                locked: row.try_get("locked")?,
                episodes: row.number("episodes")?,
            })
        })
        .collect()
}

pub(crate) async fn episodes(readers: &SqlitePool, list: UpNextListId) -> Result<Vec<EpisodeId>> {
    let ids: Vec<i64> =
        sqlx::query_scalar("SELECT episode_id FROM up_next WHERE list_id = ? ORDER BY place, episode_id")
            .bind(list.0)
            .fetch_all(readers)
            .await?;
    Ok(ids.into_iter().map(EpisodeId).collect())
}

/// Unknown episodes are left out.
pub(crate) async fn replace(
    connection: &mut SqliteConnection,
    list: UpNextListId,
    episodes: &[EpisodeId],
) -> Result<()> {
    sqlx::query("DELETE FROM up_next WHERE list_id = ?").bind(list.0).execute(&mut *connection).await?;
    sqlx::query(
        "INSERT OR IGNORE INTO up_next (list_id, episode_id, place)
         SELECT ?1, e.id, j.key FROM json_each(?2) j JOIN episodes e ON e.id = j.value",
    )
    .bind(list.0)
    .bind(json_array(episodes))
    .execute(connection)
    .await?;
    Ok(())
}

/// From every list; returns whether it was in one.
pub(crate) async fn forget(connection: &mut SqliteConnection, episode: EpisodeId) -> Result<bool> {
    let gone =
        sqlx::query("DELETE FROM up_next WHERE episode_id = ?").bind(episode.0).execute(connection).await?;
    Ok(gone.rows_affected() > 0)
}

/// None where another list has this name.
pub(crate) async fn insert_list(
    connection: &mut SqliteConnection,
    name: &str,
) -> Result<Option<UpNextListId>> {
    let id =
        sqlx::query_scalar("INSERT INTO up_next_lists (name) VALUES (?) ON CONFLICT DO NOTHING RETURNING id")
            .bind(name)
            .fetch_optional(connection)
            .await?;
    Ok(id.map(UpNextListId))
}

/// False where another list has this name, or there is no such list.
pub(crate) async fn rename_list(
    connection: &mut SqliteConnection,
    list: UpNextListId,
    name: &str,
) -> Result<bool> {
    let done = sqlx::query("UPDATE OR IGNORE up_next_lists SET name = ? WHERE id = ?")
        .bind(name)
        .bind(list.0)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}

pub(crate) async fn delete_list(connection: &mut SqliteConnection, list: UpNextListId) -> Result<bool> {
    let done = sqlx::query("DELETE FROM up_next_lists WHERE id = ?").bind(list.0).execute(connection).await?;
    Ok(done.rows_affected() > 0)
}

pub(crate) async fn lock_list(
    connection: &mut SqliteConnection,
    list: UpNextListId,
    locked: bool,
) -> Result<()> {
    sqlx::query("UPDATE up_next_lists SET locked = ? WHERE id = ?")
        .bind(locked)
        .bind(list.0)
        .execute(connection)
        .await?;
    Ok(())
}
