-- Lists of what plays next. The one without a name is there from the beginning, and its name is the window's to choose.
CREATE TABLE up_next_lists (
    id     INTEGER PRIMARY KEY,
    name   TEXT    NOT NULL UNIQUE,
    -- A locked list keeps its order.
    locked INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO up_next_lists (id, name) VALUES (1, '');

CREATE TABLE up_next (
    list_id    INTEGER NOT NULL REFERENCES up_next_lists (id) ON DELETE CASCADE,
    episode_id INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
    -- From 0, without gaps.
    place      INTEGER NOT NULL,
    PRIMARY KEY (list_id, episode_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX up_next_by_place ON up_next (list_id, place);

-- How the episodes of a podcast sound; what is null is as the listener has set it for all.
CREATE TABLE podcast_sounds (
    podcast_id   INTEGER PRIMARY KEY REFERENCES podcasts (id) ON DELETE CASCADE,
    -- In hundredths.
    speed        INTEGER CHECK (speed BETWEEN 50 AND 300),
    -- Milliseconds at the beginning and at the end that are not heard.
    intro        INTEGER NOT NULL DEFAULT 0,
    outro        INTEGER NOT NULL DEFAULT 0,
    trim_silence INTEGER,
    level        INTEGER,
    -- Whether files that were fetched only to listen to them stay.
    keep_files   INTEGER
) STRICT;

-- The length that the position was counted in: dynamic advertisements make the next file of another length.
ALTER TABLE episode_states ADD COLUMN heard_length INTEGER;

-- Stretches of listening, from a press of play to the next silence. Lengths are milliseconds.
CREATE TABLE stretches (
    id         INTEGER PRIMARY KEY,
    episode_id INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
    began      INTEGER NOT NULL,
    ended      INTEGER NOT NULL,
    -- Of the episode.
    heard      INTEGER NOT NULL DEFAULT 0,
    -- Time that was saved, by what saved it.
    by_speed   INTEGER NOT NULL DEFAULT 0,
    by_silence INTEGER NOT NULL DEFAULT 0,
    by_skips   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX stretches_by_began ON stretches (began);

CREATE TABLE bookmarks (
    id         INTEGER PRIMARY KEY,
    episode_id INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    note       TEXT    NOT NULL DEFAULT '',
    made       INTEGER NOT NULL
) STRICT;

CREATE INDEX bookmarks_by_episode ON bookmarks (episode_id, position);

-- Downloads that were begun by pressing play, and that nobody asked to keep.
ALTER TABLE downloads ADD COLUMN only_to_listen INTEGER NOT NULL DEFAULT 0;
