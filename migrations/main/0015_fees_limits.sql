-- What companies are charged, and how much they may move at once: docs/fees-and-limits.md.

insert into lifecycle_postings (kind, move, line, account, side) values
  ('fee', 'charge', 1, 'company_payable', 'debit'),
  ('fee', 'charge', 2, 'fees', 'credit');

-- What a company is charged for a debit that completes from `effective_at` until a later row of the same currency and method. Rows are
-- never changed, so that every fee can be computed again.
create table fee_schedules (
  company_id uuid not null references companies,
  currency text not null check (currency in ('CAD', 'USD')),
  method text not null check (method in ('card', 'eft')),
  effective_at timestamptz not null,
  basis_points integer not null check (basis_points between 0 and 10000),
  -- Minor units.
  fixed bigint not null check (fixed between 0 and 9999999999),
  created_at timestamptz not null default jetpay_now(),
  primary key (company_id, currency, method, effective_at)
);

-- Half up to a whole minor unit, and never more than the debit. An amount has ten digits, so no step leaves a bigint.
create function fee_of(amount bigint, basis_points integer, fixed bigint) returns bigint language sql immutable
  as $$ select least(amount, (amount * basis_points + 5000) / 10000 + fixed) $$;

-- One for a debit, whatever becomes of it later.
create table fees (
  company_id uuid not null,
  fee_id uuid not null,
  transaction_id uuid not null,
  amount bigint not null check (amount > 0),
  currency text not null check (currency in ('CAD', 'USD')),
  basis_points integer not null,
  fixed bigint not null,
  charged_at timestamptz not null,
  primary key (company_id, fee_id),
  constraint fees_once unique (company_id, transaction_id),
  foreign key (company_id, transaction_id) references debits
);

-- The next payout is less by it.
alter table payout_items drop constraint payout_items_part_check,
  add constraint payout_items_part_check check (part in ('deposit', 'pull_returned', 'push_returned', 'fee'));

-- The most that one debit or credit may be, in minor units; null: as much as any. Columns of the row that every charge reads anyway.
alter table companies
  add column transaction_limit_cad bigint check (transaction_limit_cad > 0),
  add column transaction_limit_usd bigint check (transaction_limit_usd > 0);
