-- Jobs that another machine runs: they are here to be seen and ordered about, and no runner here takes them up.
ALTER TABLE jobs ADD COLUMN remote INTEGER NOT NULL DEFAULT 0;

-- Who this file is among publishers and workers: one row, made when it is first needed.
CREATE TABLE road_name (
    name TEXT NOT NULL
) STRICT;

-- As a publisher: the messages that stand for jobs, until their worker has told the end.
CREATE TABLE published_jobs (
    message TEXT PRIMARY KEY,
    job INTEGER NOT NULL,
    -- Who has taken it.
    worker TEXT,
    -- The last order about it, the last report of it, and the last attempt (the worker's number) that was reported.
    last_order INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 0,
    last_attempt INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX published_jobs_by_job ON published_jobs (job);

-- What is to be published, in this order: written with the change that it tells of, gone when the broker has it.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The job that it is about; of an order to all workers, null.
    message TEXT,
    -- Of an order about a job that is not known here, who is to be told.
    worker TEXT,
    -- Null: the job itself, which is read from its row.
    body TEXT
) STRICT;

CREATE INDEX outbox_by_message ON outbox (message);

-- As a worker: the messages that were taken, also those of finished jobs, so that none is taken twice.
CREATE TABLE taken_jobs (
    message TEXT PRIMARY KEY,
    job INTEGER NOT NULL,
    publisher TEXT NOT NULL,
    last_order INTEGER NOT NULL DEFAULT 0,
    -- What the publisher was told last, and how often it was told something.
    revision INTEGER NOT NULL DEFAULT 0,
    reported TEXT,
    -- The last attempt (job_attempts.id) that it was told of.
    last_attempt INTEGER NOT NULL,
    -- When the publisher had been told the end.
    closed INTEGER
) STRICT;

CREATE INDEX taken_jobs_open ON taken_jobs (job) WHERE closed IS NULL;
CREATE INDEX taken_jobs_closed ON taken_jobs (closed) WHERE closed IS NOT NULL;
