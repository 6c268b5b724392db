-- What a bank says of returns and is no return of ours that can be applied: it moved nothing here, and a person sees to it. Also the
-- banks' answers about a return (ACH: dishonored, contested), which undo one.
create table bank_parked_returns (
  bank_parked_return_id uuid primary key,
  -- Both null where no item of ours was found.
  company_id uuid,
  bank_item_id uuid,
  -- The file that it stands in, and where.
  sha256 bytea not null,
  place text not null,
  code text not null,
  stage text not null check (stage in ('return', 'dishonored', 'contested', 'unknown')),
  direction text not null check (direction in ('credit', 'debit')),
  amount bigint not null check (amount >= 0),
  currency text not null check (currency in ('CAD', 'USD')),
  -- Our reference as the bank has it, or its trace number.
  reference text not null,
  problem text not null,
  parked_at timestamptz not null default jetpay_now(),
  resolved_at timestamptz,
  resolved_by text,
  note text,
  foreign key (company_id, bank_item_id) references bank_items,
  check ((resolved_at is null) = (resolved_by is null))
);
create index bank_parked_returns_open on bank_parked_returns (parked_at) where resolved_at is null;
create index bank_parked_returns_by_file on bank_parked_returns (sha256) where resolved_at is null;
