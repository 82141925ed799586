-- Chapters that the listener never wants to hear: those of a title in a podcast, whichever episode they are in.
CREATE TABLE skipped_chapters (
    podcast_id INTEGER NOT NULL REFERENCES podcasts (id) ON DELETE CASCADE,
    -- As it is compared: trimmed, in small letters.
    title      TEXT    NOT NULL,
    PRIMARY KEY (podcast_id, title)
) STRICT, WITHOUT ROWID;
