-- What Friday does with a podcast's episodes without being asked each time. A podcast without a row has no rules.
CREATE TABLE podcast_rules (
    podcast_id        INTEGER PRIMARY KEY REFERENCES podcasts (id) ON DELETE CASCADE,
    -- Null: nothing is downloaded by itself.
    auto_newest       INTEGER,
    -- Words, one a line.
    auto_contains     TEXT NOT NULL DEFAULT '',
    auto_excludes     TEXT NOT NULL DEFAULT '',
    auto_shortest     INTEGER,
    auto_longest      INTEGER,
    -- Types of episodes, one a line; any when empty.
    auto_types        TEXT NOT NULL DEFAULT '',
    keep_newest       INTEGER,
    days_after_played INTEGER,
    -- Bytes.
    budget            INTEGER
) STRICT;

-- Finished downloads that were cleaned up a moment ago and can be put back. The file lies in the trash folder under
-- the episode's number, or still at its place if the process died between the record and the move.
CREATE TABLE trash (
    episode_id INTEGER PRIMARY KEY REFERENCES episodes (id) ON DELETE CASCADE,
    url        TEXT    NOT NULL,
    -- Where it lay, relative to the downloads folder.
    path       TEXT    NOT NULL,
    bytes      INTEGER NOT NULL,
    sha256     TEXT,
    mime_type  TEXT,
    validator  TEXT,
    requested  INTEGER NOT NULL,
    finished   INTEGER NOT NULL,
    removed    INTEGER NOT NULL
) STRICT;
