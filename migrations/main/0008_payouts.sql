-- Payouts: what clearing has made ours to pass on, deposited to the companies' bank accounts.

insert into lifecycle_moves (kind, move, from_state, to_state) values
  ('payout', 'send', 'requested', 'initiated'),
  ('payout', 'deposit', 'initiated', 'completed'),
  ('payout', 'return', 'initiated', 'returned'),
  ('payout', 'return', 'completed', 'returned'),
  ('payout', 'refuse', 'requested', 'returned'),
  ('payout', 'retry', 'returned', 'requested');
insert into lifecycle_postings (kind, move, line, account, side) values
  ('payout', 'send', 1, 'company_payable', 'debit'),
  ('payout', 'send', 2, 'bank_clearing', 'credit'),
  ('payout', 'return', 1, 'bank_clearing', 'debit'),
  ('payout', 'return', 2, 'company_payable', 'credit');

create table payouts (
  company_id uuid not null references companies,
  payout_id uuid not null,
  bank_account_id uuid not null,
  state text not null default 'requested' check (state in ('requested', 'initiated', 'completed', 'returned')),
  amount bigint not null check (amount > 0),
  currency text not null check (currency in ('CAD', 'USD')),
  fail_reason text,
  created_at timestamptz not null default jetpay_now(),
  updated_at timestamptz not null default jetpay_now(),
  primary key (company_id, payout_id),
  foreign key (company_id, bank_account_id) references bank_accounts
);
create trigger payouts_move before update of state on payouts
  for each row when (old.state is distinct from new.state) execute function refuse_unknown_move('payout');
create function payout_event_data(payout payouts) returns jsonb language sql stable as $$
  select jsonb_build_object('payoutId', payout.payout_id, 'state', payout.state,
    'amount', major_units(payout.amount), 'currency', payout.currency, 'bankAccountId', payout.bank_account_id,
    'failReason', payout.fail_reason)
$$;

-- What a payout consists of: a completed debit, or less than nothing (a refund). In one payout once, by the primary key.
create table payout_items (
  company_id uuid not null,
  transaction_id uuid not null,
  bank_account_id uuid not null,
  currency text not null,
  amount bigint not null check (amount <> 0),
  payout_id uuid,
  primary key (company_id, transaction_id),
  foreign key (company_id, payout_id) references payouts
);
create index payout_items_waiting on payout_items (company_id, bank_account_id, currency) where payout_id is null;
create index payout_items_by_payout on payout_items (company_id, payout_id) where payout_id is not null;
