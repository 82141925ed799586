-- Whether a feed or its files want a login, and what the publisher asks of those who look for new episodes.
ALTER TABLE feeds ADD COLUMN login TEXT CHECK (login IN ('kept', 'needed', 'refused'));
-- Seconds between two looks, at least (`ttl`).
ALTER TABLE feeds ADD COLUMN ttl INTEGER;
-- One bit an hour from midnight, one a day from Monday, both UTC, in which nobody should look (`skipHours`, `skipDays`).
ALTER TABLE feeds ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;
-- Nothing more will come (`itunes:complete`).
ALTER TABLE feeds ADD COLUMN complete INTEGER NOT NULL DEFAULT 0;

-- How the last checks of each feed went. Only so many are kept.
CREATE TABLE fetches (
    id           INTEGER PRIMARY KEY,
    podcast_id   INTEGER NOT NULL REFERENCES podcasts (id) ON DELETE CASCADE,
    at           INTEGER NOT NULL,
    outcome      TEXT    NOT NULL CHECK (outcome IN ('not_modified', 'same', 'changed', 'failed')),
    -- From asking to having read all of the answer.
    milliseconds INTEGER NOT NULL,
    -- Of the body; null where none came.
    bytes        INTEGER,
    new_episodes INTEGER NOT NULL DEFAULT 0,
    error_code   TEXT,
    error_message TEXT,
    -- Where the feed has lived since then, if it moved.
    moved_to     TEXT
) STRICT;

CREATE INDEX fetches_by_podcast ON fetches (podcast_id, id DESC);

-- Where a podcast's new episodes go besides being downloaded.
ALTER TABLE podcast_rules ADD COLUMN arrivals TEXT NOT NULL DEFAULT 'inbox'
    CHECK (arrivals IN ('inbox', 'up_next', 'nowhere'));

-- New episodes that the listener has not looked at yet. The listener's part: a refresh only adds to it.
CREATE TABLE inbox (
    episode_id INTEGER PRIMARY KEY REFERENCES episodes (id) ON DELETE CASCADE,
    arrived    INTEGER NOT NULL
) STRICT;

CREATE INDEX inbox_by_arrived ON inbox (arrived DESC);
