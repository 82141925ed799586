-- Work that is not finished. A job that succeeds is deleted; one that has failed for good moves to failed_jobs.
CREATE TABLE jobs (
    -- Never used twice: the attempts of a job outlive it.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    queue TEXT NOT NULL,
    -- The job itself, as JSON.
    payload TEXT NOT NULL,
    unique_key TEXT,
    -- Empty means none, for both.
    job_group TEXT NOT NULL DEFAULT '',
    lane TEXT NOT NULL DEFAULT '',
    priority INTEGER NOT NULL,
    -- The whole part is the turn of the job's lane; jobs of one turn are ordered by the fraction, then by id.
    position REAL NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'waiting', 'running', 'paused')),
    -- What someone, perhaps in another process, asks of a running job.
    wish TEXT CHECK (wish IN ('cancel', 'pause', 'requeue')),
    attempt INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL,
    -- Runs in a row that found no network, and that ended with the death of the process.
    network_waits INTEGER NOT NULL DEFAULT 0,
    deaths INTEGER NOT NULL DEFAULT 0,
    -- Times are milliseconds since 1970. `scheduled` is when `run_at` was decided.
    created INTEGER NOT NULL,
    run_at INTEGER NOT NULL,
    scheduled INTEGER NOT NULL,
    started INTEGER,
    bytes INTEGER NOT NULL DEFAULT 0,
    total INTEGER,
    error_class TEXT,
    error_code TEXT,
    error_message TEXT,
    error_detail TEXT
) STRICT;

CREATE UNIQUE INDEX jobs_by_key ON jobs (kind, unique_key) WHERE unique_key IS NOT NULL;
-- The order in which jobs are claimed: of a queue, and of each group of a queue.
CREATE INDEX jobs_by_turn ON jobs (queue, priority DESC, position) WHERE state = 'waiting';
CREATE INDEX jobs_by_group ON jobs (queue, job_group, priority DESC, position) WHERE state = 'waiting';
CREATE INDEX jobs_by_lane ON jobs (queue, lane, priority, position) WHERE lane <> '';
CREATE INDEX jobs_by_time ON jobs (run_at) WHERE state = 'waiting' AND scheduled < run_at;
CREATE INDEX jobs_running ON jobs (queue, priority, position) WHERE state = 'running';

-- Every run of a job, also of jobs that are finished (the newest of those).
CREATE TABLE job_attempts (
    id INTEGER PRIMARY KEY,
    job INTEGER NOT NULL,
    number INTEGER NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    class TEXT,
    code TEXT,
    message TEXT,
    detail TEXT,
    -- What the job itself noted, as JSON.
    extra TEXT
) STRICT;

CREATE INDEX job_attempts_by_job ON job_attempts (job);

-- Jobs that will not run again unless someone says so.
CREATE TABLE failed_jobs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    queue TEXT NOT NULL,
    payload TEXT NOT NULL,
    unique_key TEXT,
    job_group TEXT NOT NULL,
    lane TEXT NOT NULL,
    priority INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    max_attempts INTEGER NOT NULL,
    created INTEGER NOT NULL,
    run_at INTEGER NOT NULL,
    started INTEGER,
    failed INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    total INTEGER,
    error_class TEXT NOT NULL,
    error_code TEXT NOT NULL,
    error_message TEXT NOT NULL,
    error_detail TEXT
) STRICT;

CREATE UNIQUE INDEX failed_jobs_by_key ON failed_jobs (kind, unique_key) WHERE unique_key IS NOT NULL;
CREATE INDEX failed_jobs_by_code ON failed_jobs (error_code);

-- Queues that were paused; the empty name stands for all of them.
CREATE TABLE queue_pauses (
    queue TEXT PRIMARY KEY
) STRICT;
