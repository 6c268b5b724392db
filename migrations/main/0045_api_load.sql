-- Each api process notes here that requests keep it busy, several times a second while they do, so that work that may wait can:
-- src/http/publish-load.ts, src/worker/background-pace.ts. Worth nothing after a crash, so without a log of its own.
create unlogged table api_load (process_id uuid primary key, seen_at timestamptz not null);
