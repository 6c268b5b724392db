-- The name of this cell in the directory, as the first move of a company to or from it has said. No row: it has had none.
create table own_cell (
  one boolean primary key default true check (one),
  cell_id text not null check (cell_id ~ '^[a-z][a-z0-9-]{0,30}$')
);

-- Companies that have left for another cell, and what network and bank may still speak of that they did here: docs/cells.md.
create table departed_companies (
  company_id uuid primary key,
  -- Where it is now, also after it has moved on from there.
  cell_id text not null check (cell_id ~ '^[a-z][a-z0-9-]{0,30}$'),
  departed_at timestamptz not null default jetpay_now()
);

-- References of its attempts as clearing files have them. They may be noted before it leaves: they count once it has.
create table departed_attempts (
  company_id uuid not null,
  acquirer_id text not null,
  rrn text not null,
  attempt_id uuid not null,
  stan text not null,
  transmission text not null,
  primary key (company_id, acquirer_id, rrn, attempt_id)
);
create index departed_attempts_by_rrn on departed_attempts (rrn, acquirer_id);

-- Its bank items that are in a file of ours: what the file's totals are made of, and what a bank's answer is compared with.
create table departed_bank_items (
  company_id uuid not null,
  bank_item_id uuid not null,
  kind text not null,
  direction text not null check (direction in ('credit', 'debit')),
  amount bigint not null check (amount > 0),
  currency currency_code not null,
  trace_number text not null,
  bank_file_id uuid not null references bank_files,
  file_line integer not null,
  file_due_on date not null,
  state text not null check (state in ('sent', 'settled', 'returned', 'rejected')),
  questioned_at timestamptz,
  institution_number text,
  transit_number text,
  routing_number text,
  account_number_last4 text not null,
  primary key (company_id, bank_item_id)
);
create index departed_bank_items_by_trace on departed_bank_items (trace_number);
create index departed_bank_items_by_file on departed_bank_items (bank_file_id, file_line);
create index departed_bank_items_by_due_date on departed_bank_items (file_due_on) where state = 'sent';

-- Whose it is where it came here with a company, from another cell: as whom that speaks to the network, its files to a bank.
alter table acceptors add column cell_id text;
alter table bank_files add column cell_id text;
