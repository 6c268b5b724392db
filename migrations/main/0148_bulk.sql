-- One action on many transactions: docs/exports.md. Durable before the first is touched; each item is done once, whoever dies.
create table bulk_jobs (
  company_id uuid not null references companies,
  bulk_id uuid not null,
  action text not null check (action in ('cancel', 'refund', 'send_link')),
  note text check (length(note) <= 500),
  -- Those that whoever asked had: an item of another kind is refused.
  scopes text[] not null,
  items integer not null check (items > 0),
  request_id uuid not null,
  created_at timestamptz not null default jetpay_now(),
  finished_at timestamptz,
  primary key (company_id, bulk_id)
);

create table bulk_items (
  company_id uuid not null,
  bulk_id uuid not null,
  number integer not null,
  transaction_id uuid not null,
  -- The refund's, chosen before it is made, so that whoever comes after a crash finds it.
  operation_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed', 'stopped')),
  -- The problem's, of one that failed.
  code text,
  detail text,
  -- When a worker may take it up; null once it is over.
  due_at timestamptz default jetpay_now(),
  tries integer not null default 0,
  ended_at timestamptz,
  primary key (company_id, bulk_id, number),
  unique (company_id, bulk_id, transaction_id),
  foreign key (company_id, bulk_id) references bulk_jobs on delete cascade,
  check ((state = 'waiting') = (due_at is not null)),
  check ((state = 'waiting') = (ended_at is null))
);
create index bulk_items_due on bulk_items (due_at) where due_at is not null;
create index bulk_jobs_finished on bulk_jobs (finished_at) where finished_at is not null;
create index bulk_jobs_running on bulk_jobs (company_id) where finished_at is null;
