-- Where several api processes share the port, each notes here what it has counted of tokens and addresses in the rate limits' windows, and
-- reads what the others have: src/http/shared-counts.ts. Worth nothing after a crash, so without a log of its own.
create unlogged table shared_counts (process_id uuid primary key, seen_at timestamptz not null, counts jsonb not null);
