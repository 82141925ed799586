-- Which podcasts the search index has to look at again: the number goes up with every change of what can be searched,
-- and the index knows up to which number it has read. Rows outlive their podcast, as the index must forget it too.
CREATE TABLE search_changes (
    -- 0 is no podcast but a mark: what changes after it gets a higher number than what changed before.
    podcast_id INTEGER PRIMARY KEY,
    revision   INTEGER NOT NULL
) STRICT;

CREATE INDEX search_changes_by_revision ON search_changes (revision);

INSERT INTO search_changes (podcast_id, revision)
SELECT id, row_number() OVER (ORDER BY id) FROM podcasts;

-- A podcast that has the highest number already need not get a higher one: so the thousand episodes of an import
-- cost one write. (And no upsert: a trigger takes over the conflict clause of the statement that fires it.)

CREATE TRIGGER search_episode_added AFTER INSERT ON episodes
WHEN new.fingerprint <> 0
    AND NOT EXISTS (SELECT 1 FROM search_changes
        WHERE podcast_id = new.podcast_id AND revision = (SELECT max(revision) FROM search_changes)) BEGIN
    DELETE FROM search_changes WHERE podcast_id = new.podcast_id;
    INSERT INTO search_changes VALUES (new.podcast_id, (SELECT coalesce(max(revision), 0) + 1 FROM search_changes));
END;

CREATE TRIGGER search_episode_changed AFTER UPDATE OF fingerprint ON episodes
WHEN old.fingerprint <> new.fingerprint
    AND NOT EXISTS (SELECT 1 FROM search_changes
        WHERE podcast_id = new.podcast_id AND revision = (SELECT max(revision) FROM search_changes)) BEGIN
    DELETE FROM search_changes WHERE podcast_id = new.podcast_id;
    INSERT INTO search_changes VALUES (new.podcast_id, (SELECT coalesce(max(revision), 0) + 1 FROM search_changes));
END;

CREATE TRIGGER search_episode_removed AFTER DELETE ON episodes
WHEN NOT EXISTS (SELECT 1 FROM search_changes
        WHERE podcast_id = old.podcast_id AND revision = (SELECT max(revision) FROM search_changes)) BEGIN
    DELETE FROM search_changes WHERE podcast_id = old.podcast_id;
    INSERT INTO search_changes VALUES (old.podcast_id, (SELECT coalesce(max(revision), 0) + 1 FROM search_changes));
END;

CREATE TRIGGER search_podcast_changed AFTER UPDATE OF title, author, description ON podcasts
WHEN (old.title, old.author, old.description) IS NOT (new.title, new.author, new.description)
    AND NOT EXISTS (SELECT 1 FROM search_changes
        WHERE podcast_id = new.id AND revision = (SELECT max(revision) FROM search_changes)) BEGIN
    DELETE FROM search_changes WHERE podcast_id = new.id;
    INSERT INTO search_changes VALUES (new.id, (SELECT coalesce(max(revision), 0) + 1 FROM search_changes));
END;

CREATE TRIGGER search_podcast_removed AFTER DELETE ON podcasts
WHEN NOT EXISTS (SELECT 1 FROM search_changes
        WHERE podcast_id = old.id AND revision = (SELECT max(revision) FROM search_changes)) BEGIN
    DELETE FROM search_changes WHERE podcast_id = old.id;
    INSERT INTO search_changes VALUES (old.id, (SELECT coalesce(max(revision), 0) + 1 FROM search_changes));
END;

CREATE TRIGGER search_subscribed AFTER INSERT ON subscriptions
WHEN NOT EXISTS (SELECT 1 FROM search_changes
        WHERE podcast_id = new.podcast_id AND revision = (SELECT max(revision) FROM search_changes)) BEGIN
    DELETE FROM search_changes WHERE podcast_id = new.podcast_id;
    INSERT INTO search_changes VALUES (new.podcast_id, (SELECT coalesce(max(revision), 0) + 1 FROM search_changes));
END;

CREATE TRIGGER search_unsubscribed AFTER DELETE ON subscriptions
WHEN NOT EXISTS (SELECT 1 FROM search_changes
        WHERE podcast_id = old.podcast_id AND revision = (SELECT max(revision) FROM search_changes)) BEGIN
    DELETE FROM search_changes WHERE podcast_id = old.podcast_id;
    INSERT INTO search_changes VALUES (old.podcast_id, (SELECT coalesce(max(revision), 0) + 1 FROM search_changes));
END;

CREATE TRIGGER search_transcript_read AFTER INSERT ON episode_documents
WHEN new.kind = 'transcript' AND EXISTS (SELECT 1 FROM episodes WHERE id = new.episode_id)
    AND NOT EXISTS (SELECT 1 FROM search_changes
        WHERE podcast_id = (SELECT podcast_id FROM episodes WHERE id = new.episode_id)
            AND revision = (SELECT max(revision) FROM search_changes)) BEGIN
    DELETE FROM search_changes WHERE podcast_id = (SELECT podcast_id FROM episodes WHERE id = new.episode_id);
    INSERT INTO search_changes
    SELECT podcast_id, (SELECT coalesce(max(revision), 0) + 1 FROM search_changes)
    FROM episodes WHERE id = new.episode_id;
END;

CREATE TRIGGER search_transcript_replaced AFTER UPDATE ON episode_documents
WHEN new.kind = 'transcript' AND EXISTS (SELECT 1 FROM episodes WHERE id = new.episode_id)
    AND NOT EXISTS (SELECT 1 FROM search_changes
        WHERE podcast_id = (SELECT podcast_id FROM episodes WHERE id = new.episode_id)
            AND revision = (SELECT max(revision) FROM search_changes)) BEGIN
    DELETE FROM search_changes WHERE podcast_id = (SELECT podcast_id FROM episodes WHERE id = new.episode_id);
    INSERT INTO search_changes
    SELECT podcast_id, (SELECT coalesce(max(revision), 0) + 1 FROM search_changes)
    FROM episodes WHERE id = new.episode_id;
END;

CREATE TRIGGER search_transcript_removed AFTER DELETE ON episode_documents
WHEN old.kind = 'transcript' AND EXISTS (SELECT 1 FROM episodes WHERE id = old.episode_id)
    AND NOT EXISTS (SELECT 1 FROM search_changes
        WHERE podcast_id = (SELECT podcast_id FROM episodes WHERE id = old.episode_id)
            AND revision = (SELECT max(revision) FROM search_changes)) BEGIN
    DELETE FROM search_changes WHERE podcast_id = (SELECT podcast_id FROM episodes WHERE id = old.episode_id);
    INSERT INTO search_changes
    SELECT podcast_id, (SELECT coalesce(max(revision), 0) + 1 FROM search_changes)
    FROM episodes WHERE id = old.episode_id;
END;
