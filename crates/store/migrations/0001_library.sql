-- What publishers say: replaced by a refresh.
CREATE TABLE podcasts (
    id          INTEGER PRIMARY KEY,
    feed_url    TEXT    NOT NULL UNIQUE,
    title       TEXT    NOT NULL,
    author      TEXT,
    description TEXT,
    link        TEXT,
    language    TEXT,
    image       TEXT,
    guid        TEXT,
    serial      INTEGER NOT NULL DEFAULT 0
) STRICT;

-- How fetching went.
CREATE TABLE feeds (
    podcast_id    INTEGER PRIMARY KEY REFERENCES podcasts (id) ON DELETE CASCADE,
    etag          TEXT,
    last_modified TEXT,
    body_hash     BLOB,
    checked       INTEGER,
    succeeded     INTEGER,
    failures      INTEGER NOT NULL DEFAULT 0,
    error_code    TEXT,
    error_message TEXT,
    next_check    INTEGER
) STRICT;

-- The listener's relation to a podcast.
CREATE TABLE subscriptions (
    podcast_id INTEGER PRIMARY KEY REFERENCES podcasts (id) ON DELETE CASCADE,
    since      INTEGER NOT NULL,
    favorite   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE episodes (
    id           INTEGER PRIMARY KEY,
    podcast_id   INTEGER NOT NULL REFERENCES podcasts (id) ON DELETE CASCADE,
    -- Trimmed guid, else enclosure URL, else link, else title and date.
    identity     TEXT    NOT NULL,
    -- Changes with anything that the publisher says, so that an unchanged episode is not written again.
    fingerprint  INTEGER NOT NULL,
    guid         TEXT,
    title        TEXT    NOT NULL,
    link         TEXT,
    published    INTEGER,
    duration     INTEGER,
    season       INTEGER,
    number       INTEGER,
    episode_type TEXT,
    explicit     INTEGER,
    image        TEXT,
    summary      TEXT,
    chapters_url TEXT,
    first_seen   INTEGER NOT NULL,
    -- The published date, or when it was first seen where that is missing or lies ahead.
    sort_time    INTEGER NOT NULL,
    UNIQUE (podcast_id, identity)
) STRICT;

CREATE INDEX episodes_by_time ON episodes (sort_time DESC, id DESC);
CREATE INDEX episodes_by_podcast_and_time ON episodes (podcast_id, sort_time DESC, id DESC);

-- Apart from the episodes, because lists never read them.
CREATE TABLE episode_notes (
    episode_id INTEGER PRIMARY KEY REFERENCES episodes (id) ON DELETE CASCADE,
    html       TEXT    NOT NULL
) STRICT;

-- The one at position 0 is the one to play.
CREATE TABLE enclosures (
    episode_id INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    url        TEXT    NOT NULL,
    mime_type  TEXT,
    length     INTEGER,
    PRIMARY KEY (episode_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE transcripts (
    episode_id INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    url        TEXT    NOT NULL,
    mime_type  TEXT,
    PRIMARY KEY (episode_id, position)
) STRICT, WITHOUT ROWID;

-- The listener's part; never touched by a refresh.
CREATE TABLE episode_states (
    episode_id        INTEGER PRIMARY KEY REFERENCES episodes (id) ON DELETE CASCADE,
    position          INTEGER NOT NULL DEFAULT 0,
    measured_duration INTEGER,
    listening         TEXT    NOT NULL DEFAULT 'new' CHECK (listening IN ('new', 'unplayed', 'played')),
    starred           INTEGER NOT NULL DEFAULT 0,
    listened          INTEGER
) STRICT;

CREATE INDEX episode_states_by_listened ON episode_states (listened DESC) WHERE listened IS NOT NULL;

-- A record of every download that was asked for and not cancelled. While `finished` is null its state is
-- that of its job, so that nothing is said in two places.
CREATE TABLE downloads (
    episode_id INTEGER PRIMARY KEY REFERENCES episodes (id) ON DELETE CASCADE,
    url        TEXT    NOT NULL,
    -- Relative to the downloads folder.
    path       TEXT,
    -- Bytes that were synced to disk: a promise.
    bytes      INTEGER NOT NULL DEFAULT 0,
    total      INTEGER,
    -- What the server recognises this version of the file by, so that two versions are never mixed.
    validator  TEXT,
    sha256     TEXT,
    mime_type  TEXT,
    requested  INTEGER NOT NULL,
    finished   INTEGER
) STRICT;

CREATE INDEX downloads_by_finished ON downloads (finished DESC) WHERE finished IS NOT NULL;
CREATE UNIQUE INDEX downloads_by_path ON downloads (path) WHERE path IS NOT NULL;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
