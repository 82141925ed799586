-- What lists of podcasts (OPML) bring and take: in which folder a subscription was, one name a line, the outermost
-- first. And where feeds have lived before, so that an old list makes no second subscription.
ALTER TABLE subscriptions ADD COLUMN folder TEXT NOT NULL DEFAULT '';

CREATE TABLE former_addresses (
    feed_url   TEXT    PRIMARY KEY,
    podcast_id INTEGER NOT NULL REFERENCES podcasts (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX former_addresses_by_podcast ON former_addresses (podcast_id);

-- What the podcast namespace says of a podcast or of an episode, one thing a row: persons, places, ways to give, what
-- else to hear. It is only read with the one that it is about, and what its columns hold depends on the kind.
CREATE TABLE extras (
    podcast_id INTEGER REFERENCES podcasts (id) ON DELETE CASCADE,
    episode_id INTEGER REFERENCES episodes (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    -- What it is called, or says.
    text       TEXT    NOT NULL,
    -- A role, a purpose, a status, a protocol.
    detail     TEXT,
    -- A group, an id, an address that is none of the web.
    more       TEXT,
    link       TEXT,
    image      TEXT,
    -- Milliseconds of an episode, or a time; or a share.
    start      INTEGER,
    ends       INTEGER,
    CHECK ((podcast_id IS NULL) <> (episode_id IS NULL))
) STRICT;

CREATE INDEX extras_by_podcast ON extras (podcast_id, position) WHERE podcast_id IS NOT NULL;
CREATE INDEX extras_by_episode ON extras (episode_id, position) WHERE episode_id IS NOT NULL;
