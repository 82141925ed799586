-- Other editions of an episode's media, as announced.
CREATE TABLE alternates (
    episode_id      INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
    position        INTEGER NOT NULL,
    -- Addresses of the same bytes, one a line.
    sources         TEXT    NOT NULL,
    mime_type       TEXT,
    length          INTEGER,
    bitrate         INTEGER,
    height          INTEGER,
    language        TEXT,
    title           TEXT,
    rel             TEXT,
    is_default      INTEGER NOT NULL DEFAULT 0,
    integrity_kind  TEXT CHECK (integrity_kind IN ('sri', 'pgp-signature')),
    integrity_value TEXT,
    PRIMARY KEY (episode_id, position)
) STRICT, WITHOUT ROWID;

ALTER TABLE transcripts ADD COLUMN language TEXT;
ALTER TABLE transcripts ADD COLUMN captions INTEGER NOT NULL DEFAULT 0;

-- Chapters by where they were read: in the feed, in a document that the feed names, in the file. Which of them are
-- shown is decided when they are asked for.
CREATE TABLE chapters (
    episode_id INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
    source     TEXT    NOT NULL CHECK (source IN ('feed', 'document', 'file')),
    position   INTEGER NOT NULL,
    -- Milliseconds.
    start      INTEGER NOT NULL,
    ends       INTEGER,
    title      TEXT    NOT NULL,
    link       TEXT,
    -- An address, or the name of a picture that came in the file and is kept with the artwork.
    image      TEXT,
    hidden     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (episode_id, source, position)
) STRICT, WITHOUT ROWID;

-- Documents that were fetched for an episode: when, and from where, so that another address is another document.
CREATE TABLE episode_documents (
    episode_id INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL CHECK (kind IN ('chapters', 'transcript')),
    url        TEXT    NOT NULL,
    language   TEXT,
    -- False for a transcript that is plain text.
    timed      INTEGER NOT NULL DEFAULT 1,
    fetched    INTEGER NOT NULL,
    PRIMARY KEY (episode_id, kind)
) STRICT, WITHOUT ROWID;

-- What is said in an episode.
CREATE TABLE cues (
    episode_id INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    -- Milliseconds.
    start      INTEGER NOT NULL,
    ends       INTEGER,
    speaker    TEXT,
    text       TEXT    NOT NULL,
    PRIMARY KEY (episode_id, position)
) STRICT, WITHOUT ROWID;

-- What a downloaded file says of itself, once it has been read.
CREATE TABLE media_files (
    episode_id INTEGER PRIMARY KEY REFERENCES episodes (id) ON DELETE CASCADE,
    -- A picture that came in the file and is kept with the artwork, by its name.
    artwork    TEXT,
    title      TEXT,
    artist     TEXT,
    album      TEXT,
    read_at    INTEGER NOT NULL
) STRICT;

-- The file as it is on disk, where tags were written into it: `sha256` stays that of the bytes as they were
-- downloaded. The time of its last change tells cheaply whether somebody has touched it.
ALTER TABLE downloads ADD COLUMN file_sha256 TEXT;
ALTER TABLE downloads ADD COLUMN modified INTEGER;
ALTER TABLE trash ADD COLUMN file_sha256 TEXT;
ALTER TABLE trash ADD COLUMN modified INTEGER;

-- A better edition of a download that is done, on its way to take that one's place. The columns mean what they mean
-- in `downloads`.
CREATE TABLE better_editions (
    episode_id INTEGER PRIMARY KEY REFERENCES episodes (id) ON DELETE CASCADE,
    url        TEXT    NOT NULL,
    path       TEXT,
    bytes      INTEGER NOT NULL DEFAULT 0,
    total      INTEGER,
    validator  TEXT,
    requested  INTEGER NOT NULL
) STRICT;

-- Which edition of its episodes is downloaded; null: as the listener has set it for all.
ALTER TABLE podcast_rules ADD COLUMN quality TEXT CHECK (quality IN ('smallest', 'as-published', 'best', 'small-first'));
