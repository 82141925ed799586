-- All episodes of a long list are read from the index alone: whose an episode is need not be looked up in its row.
DROP INDEX episodes_by_time;
CREATE INDEX episodes_by_time ON episodes (sort_time DESC, id DESC, podcast_id);
