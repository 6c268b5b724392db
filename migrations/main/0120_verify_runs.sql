-- What `jetpay verify` has proven, so that its next run may go on from there: docs/verify-and-chaos.md.

create table verify_runs (
  run_number bigint generated always as identity primary key,
  -- JSON: when the run looked, how far each company's log was, and which checks held, each by a hash of what it is made of.
  proven text not null,
  -- HMAC-SHA-256 of it under a key of the main key file: who has the database alone makes no mark that is believed.
  mac bytea not null check (length(mac) = 32),
  made_at timestamptz not null default jetpay_now()
);
