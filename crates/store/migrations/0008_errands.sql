-- Downloads that are run for another library: which episode of this one stands for the one that is meant, by the job
-- that asks for it.
CREATE TABLE errands (
    job        INTEGER PRIMARY KEY,
    episode_id INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
    -- Names the finished file to whoever may fetch it: it cannot be guessed.
    token      TEXT    NOT NULL UNIQUE
) STRICT;

CREATE INDEX errands_by_episode ON errands (episode_id);
