-- Jobs that carry all that they need, so that another machine can run them; and what such a run has left for the machine
-- that published it, as JSON: on the worker until that is told, on the publisher until it is taken in.
ALTER TABLE jobs ADD COLUMN portable INTEGER NOT NULL DEFAULT 0;
ALTER TABLE failed_jobs ADD COLUMN portable INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN handed TEXT;
ALTER TABLE taken_jobs ADD COLUMN handed TEXT;
