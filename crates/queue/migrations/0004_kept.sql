-- How far a job has come for good: from there it goes on after the death of the process.
ALTER TABLE jobs ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
