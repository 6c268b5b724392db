-- Files that companies have made of their data, by the worker: docs/exports.md. They stand in pieces in this database, so that any host makes
-- the next one and any serves the file.
create table exports (
  company_id uuid not null references companies,
  export_id uuid not null,
  kind text not null check (kind in ('transactions', 'ledger')),
  -- As they were asked for, by the names of the list's own parameters.
  filters jsonb not null,
  columns text[] not null,
  -- Whoever reads it has all of these: those that its maker had for what is in it.
  scopes text[] not null,
  time_zone text not null,
  state text not null default 'running' check (state in ('running', 'completed', 'failed')),
  -- Where the next piece begins; null before the first.
  cursor text,
  pieces integer not null default 0,
  row_count bigint not null default 0,
  bytes bigint not null default 0,
  -- Why it failed.
  detail text,
  created_at timestamptz not null default jetpay_now(),
  -- Turns since the last piece: one that never gets any further is given up.
  tries integer not null default 0,
  -- When a worker may take it up: whoever makes a piece moves it away first.
  due_at timestamptz default jetpay_now(),
  finished_at timestamptz,
  primary key (company_id, export_id),
  check ((state = 'running') = (due_at is not null)),
  check ((state = 'running') = (finished_at is null))
);
create index exports_due on exports (due_at) where due_at is not null;
create index exports_finished on exports (finished_at) where finished_at is not null;

-- Each a part of the text, compressed by itself.
create table export_pieces (
  company_id uuid not null,
  export_id uuid not null,
  number integer not null,
  content bytea not null,
  primary key (company_id, export_id, number),
  foreign key (company_id, export_id) references exports on delete cascade
);
