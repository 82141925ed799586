//! The tables, read past Friday: what is promised, and that nothing is missing.

use std::{collections::HashMap, path::PathBuf};

use sqlx::{
    Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteRow},
};
use tokio::runtime::Runtime;

/// A download as its row has it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Row {
    pub(crate) episode_id: i64,
    /// Bytes that are synced and may be relied on.
    #[sqlx(try_from = "i64")]
    pub(crate) bytes: u64,
    pub(crate) path: Option<String>,
    pub(crate) sha256: Option<String>,
    pub(crate) is_finished: bool,
    /// Jobs that are to bring it, unfinished or failed.
    pub(crate) jobs: i64,
}

/// A run of a job as it was written down.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Attempt {
    pub(crate) job: i64,
    pub(crate) started: i64,
    pub(crate) ended: i64,
    /// Of a download; reading files and writing the search index have none.
    pub(crate) bytes: i64,
    pub(crate) outcome: String,
}

pub(crate) struct Table {
    runtime: Runtime,
    file: PathBuf,
}

impl Table {
    pub(crate) fn new(file: PathBuf) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { runtime, file }
    }

    /// Every download, by its episode. Looks for damage first.
    pub(crate) fn downloads(&self) -> HashMap<i64, Row> {
        assert_eq!(self.read::<(String,)>("PRAGMA integrity_check"), [("ok".to_owned(),)]);
        assert_eq!(self.read::<(String,)>("SELECT \"table\" FROM pragma_foreign_key_check"), []);
        let rows: Vec<Row> = self.read(
            "SELECT episode_id, bytes, path, sha256, finished IS NOT NULL AS is_finished,
                 (SELECT count(*) FROM jobs WHERE kind = 'download_episode' AND unique_key = episode_id)
                 + (SELECT count(*) FROM failed_jobs WHERE kind = 'download_episode' AND unique_key = episode_id)
                 AS jobs
             FROM downloads",
        );
        rows.into_iter().map(|row| (row.episode_id, row)).collect()
    }

    /// The jobs that wait because something went wrong.
    pub(crate) fn waiting_after_an_error(&self) -> Vec<i64> {
        self.numbers("SELECT id FROM jobs WHERE state = 'waiting' AND error_code IS NOT NULL")
    }

    pub(crate) fn failed(&self) -> Vec<(i64, String)> {
        self.read("SELECT id, error_code FROM failed_jobs")
    }

    /// Every run of a job, in the order in which they ended.
    pub(crate) fn attempts(&self) -> Vec<Attempt> {
        self.read("SELECT job, started, ended, bytes, outcome FROM job_attempts ORDER BY id")
    }

    fn numbers(&self, statement: &'static str) -> Vec<i64> {
        self.read::<(i64,)>(statement).into_iter().map(|(number,)| number).collect()
    }

    /// Only reads, so that the next process finds everything as the last one left it.
    fn read<T>(&self, statement: &'static str) -> Vec<T>
    where
        T: for<'r> sqlx::FromRow<'r, SqliteRow> + Send + Unpin,
    {
        let options = SqliteConnectOptions::new().filename(&self.file).read_only(true);
        self.runtime.block_on(async {
            let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
            let rows = sqlx::query_as(statement).fetch_all(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            rows
        })
    }
}
