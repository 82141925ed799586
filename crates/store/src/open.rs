//! Opens the file: pools, pragmas, the copy before a migration, and the migration.

use std::{fs::File, path::Path, time::Duration};

use log::LevelFilter;
use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection, SqlitePool,
    migrate::{Migrate as _, MigrateError, Migrator},
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
        SqliteTransactionManager,
    },
};

use sqlx_core::transaction::TransactionManager as _;

use crate::{StoreError, error::primary_code, reserve};

/// What takes longer than this is told where `sqlx=debug` is asked for: a thousand podcasts must not make a list wait.
const SLOW: Duration = Duration::from_millis(20);

static MIGRATOR: Migrator = sqlx::migrate!();

/// One connection writes, so that no write meets another; several read beside it (WAL).
pub(crate) struct Pools {
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
}

pub(crate) async fn open(path: &Path) -> Result<Pools, StoreError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|reason| unreachable(folder, reason))?;
    }
    let _alone = open_alone(path).await?;
    if let Err(error) = reserve::give_back_if_full(path) {
        tracing::warn!(%error, "no room could be made on the disk");
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .optimize_on_close(true, 400)
        .log_statements(LevelFilter::Off)
        .log_slow_statements(LevelFilter::Debug, SLOW);
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .before_acquire(|connection, _| Box::pin(forget_what_was_undone(connection)))
        .connect_with(options.clone())
        .await
        .map_err(|error| explain(path, error))?;
    migrate(path, &writer).await?;
    if let Err(error) = reserve::set_aside(path) {
        tracing::warn!(%error, "no room could be set aside on the disk");
    }
    let readers = SqlitePoolOptions::new()
        .max_connections(4)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_lazy_with(options.create_if_missing(false).pragma("query_only", "ON"));
    Ok(Pools { writer, readers })
}

/// SQLite itself undoes a transaction that meets a full or failing disk. sqlx does not learn of it, fails to undo it once
/// more, and would refuse every transaction after it: so it is given one that it can undo.
async fn forget_what_was_undone(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // What undoes a transaction that was dropped has been done: the pool asks for a sign of life before it calls this.
    if connection.is_in_transaction() {
        sqlx::query("BEGIN").execute(&mut *connection).await?;
        SqliteTransactionManager::rollback(connection).await?;
    }
    Ok(true)
}

/// Held while the file is made or migrated: two processes that start at once must not both do it.
pub(crate) async fn open_alone(path: &Path) -> Result<File, StoreError> {
    let lock = path.with_extension("opening");
    let file = File::create(&lock).map_err(|reason| unreachable(&lock, reason))?;
    // Waiting for the other one must not keep this thread from it, where both are in one process.
    let locked = tokio::task::spawn_blocking(move || file.lock().map(|()| file)).await;
    locked
        .unwrap_or_else(|error| Err(std::io::Error::other(error)))
        .map_err(|reason| unreachable(&lock, reason))
}

/// Brings the schema up to date, after putting a copy of the file beside it.
async fn migrate(path: &Path, writer: &SqlitePool) -> Result<(), StoreError> {
    let applied = applied_versions(writer).await.map_err(|error| explain(path, error))?;
    let newest = MIGRATOR.iter().map(|migration| migration.version).max().unwrap_or(0);
    match applied.last() {
        Some(&version) if version > newest => return Err(StoreError::NewerSchema(path.to_owned())),
        Some(&version) if version < newest => copy_aside(path, version, writer).await?,
        _ => {}
    }
    MIGRATOR.run(writer).await.map_err(|error| match error {
        MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => {
            StoreError::NewerSchema(path.to_owned())
        }
        MigrateError::Execute(error) => explain(path, error),
        other => StoreError::Other(sqlx::Error::Migrate(Box::new(other))),
    })
}

async fn applied_versions(writer: &SqlitePool) -> Result<Vec<i64>, sqlx::Error> {
    let mut connection = writer.acquire().await?;
    let table = MIGRATOR.table_name.clone();
    connection
        .ensure_migrations_table(&table)
        .await
        .map_err(|error| sqlx::Error::Migrate(Box::new(error)))?;
    let applied = connection
        .list_applied_migrations(&table)
        .await
        .map_err(|error| sqlx::Error::Migrate(Box::new(error)))?;
    Ok(applied.into_iter().map(|migration| migration.version).collect())
}

/// A whole copy under a name that says what it is, written by SQLite itself so that it is consistent.
async fn copy_aside(path: &Path, version: i64, writer: &SqlitePool) -> Result<(), StoreError> {
    let copy = path.with_extension(format!("before-migration-{version}.db"));
    if copy.exists() {
        std::fs::remove_file(&copy).map_err(|reason| unreachable(&copy, reason))?;
    }
    sqlx::query("VACUUM INTO ?").bind(copy.to_string_lossy()).execute(writer).await?;
    Ok(())
}

pub(crate) fn unreachable(path: &Path, reason: std::io::Error) -> StoreError {
    StoreError::Unreachable { path: path.to_owned(), reason }
}

pub(crate) fn explain(path: &Path, error: sqlx::Error) -> StoreError {
    match primary_code(&error) {
        // SQLITE_CORRUPT, SQLITE_NOTADB
        Some(11 | 26) => StoreError::Damaged(path.to_owned()),
        // SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM
        Some(3 | 8 | 14) => unreachable(path, std::io::Error::other(error)),
        _ => error.into(),
    }
}

pub(crate) async fn integrity(readers: &SqlitePool) -> Result<Vec<String>, StoreError> {
    let mut complaints: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(readers).await?;
    complaints.retain(|line| line != "ok");
    let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(readers).await?;
    if !broken.is_empty() {
        complaints.push(format!("{} rows point to rows that are not there", broken.len()));
    }
    Ok(complaints)
}
