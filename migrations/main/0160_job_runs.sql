-- How each job of the worker last went. A worker keeps it in memory and writes what has changed every few seconds, so that no piece of
-- work waits for it (process/job-runs.ts).
create table job_runs (
  job text primary key,
  -- When it last came to an end without an error, and how long that run took.
  ended_at timestamptz,
  took_ms integer,
  failed_at timestamptz,
  error text,
  -- Failures since it last went well.
  failures integer not null default 0 check (failures >= 0)
);
