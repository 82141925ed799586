//! The tables, and every statement that reads or writes them; one file a purpose.
//!
//! All functions take a connection, so that whoever calls them decides what belongs to one transaction.

pub(crate) mod attempts;
pub(crate) mod claim;
pub(crate) mod control;
pub(crate) mod failed;
pub(crate) mod list;
pub(crate) mod order;
pub(crate) mod outbox;
pub(crate) mod pages;
pub(crate) mod pauses;
pub(crate) mod push;
pub(crate) mod recover;
pub(crate) mod reported;
pub(crate) mod settle;
pub(crate) mod taken;

use std::borrow::Cow;

use sqlx::{
    Sqlite, SqlitePool, SqliteTransaction,
    migrate::{Migration, MigrationType, Migrator},
    pool::PoolConnection,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};

use crate::Error;

/// Where the tables are.
#[derive(Debug, Clone)]
pub(crate) struct Tables {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Tables {
    pub(crate) fn new(writer: SqlitePool, readers: SqlitePool) -> Self {
        Self { writer, readers }
    }

    /// Fresh tables that vanish with the last queue that uses them.
    pub(crate) async fn in_memory() -> Result<Self, Error> {
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(SqliteConnectOptions::new().in_memory(true))
            .await?;
        migrate(&pool).await?;
        Ok(Self { writer: pool.clone(), readers: pool })
    }

    /// A transaction that may write. It takes the write lock at once, so it never fails half way for want of it.
    pub(crate) async fn begin(&self) -> Result<SqliteTransaction<'static>, Error> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// The connection for a single statement that writes.
    pub(crate) async fn writer(&self) -> Result<PoolConnection<Sqlite>, Error> {
        Ok(self.writer.acquire().await?)
    }

    pub(crate) async fn reader(&self) -> Result<PoolConnection<Sqlite>, Error> {
        Ok(self.readers.acquire().await?)
    }

    /// A transaction that only reads: all its statements see the tables at the same moment.
    pub(crate) async fn snapshot(&self) -> Result<SqliteTransaction<'static>, Error> {
        Ok(self.readers.begin().await?)
    }

    /// A number that changes when another process has written to the file. Our own writes leave it alone, as they all
    /// go through the one connection that is asked here.
    pub(crate) async fn written_elsewhere(&self) -> Result<i64, Error> {
        Ok(sqlx::query_scalar("PRAGMA data_version").fetch_one(&self.writer).await?)
    }
}

/// Makes the tables, or brings them up to date. All or nothing, also when two processes try at once; tables of a newer
/// version are refused untouched.
///
/// What has been done is noted in `_queue_migrations`, apart from what other crates keep in the same file.
pub async fn migrate(writer: &SqlitePool) -> Result<(), Error> {
    let mut migrator = Migrator::with_migrations(vec![
        migration(1, "jobs", include_str!("../migrations/0001_jobs.sql")),
        migration(2, "remote", include_str!("../migrations/0002_remote.sql")),
        migration(3, "portable", include_str!("../migrations/0003_portable.sql")),
        migration(4, "kept", include_str!("../migrations/0004_kept.sql")),
    ]);
    migrator.dangerous_set_table_name("_queue_migrations");
    if is_up_to_date(writer, &migrator).await {
        return Ok(());
    }
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    migrator.run_direct(None, &mut *transaction, false).await?;
    transaction.commit().await?;
    Ok(())
}

/// Asked by reading alone, so that tables can be opened while another process writes, or was stopped half way through it.
/// What cannot be read is not up to date; the attempt to change that says what is wrong.
async fn is_up_to_date(writer: &SqlitePool, migrator: &Migrator) -> bool {
    let done: Result<Vec<i64>, _> =
        sqlx::query_scalar("SELECT version FROM _queue_migrations ORDER BY version").fetch_all(writer).await;
    done.is_ok_and(|done| done.into_iter().eq(migrator.iter().map(|migration| migration.version)))
}

fn migration(version: i64, name: &'static str, sql: &'static str) -> Migration {
    let sql = sqlx::SqlSafeStr::into_sql_str(sql);
    Migration::new(version, Cow::Borrowed(name), MigrationType::Simple, sql, false)
}
