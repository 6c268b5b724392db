-- Authorizations that are captured later, and refunds: docs/authorizations.md, docs/refunds.md.

insert into lifecycle_moves (kind, move, from_state, to_state) values
  ('card_debit', 'authorize', 'requested', 'preauthorized'),
  ('card_debit', 'capture', 'preauthorized', 'paid'),
  ('card_debit', 'release', 'preauthorized', 'cancelled'),
  ('card_debit', 'expire', 'preauthorized', 'cancelled'),
  ('card_debit', 'refuse', 'preauthorized', 'failed'),
  ('attempt', 'authorize', 'sent', 'authorized'),
  ('attempt', 'capture', 'authorized', 'capturing'),
  ('attempt', 'acknowledge', 'capturing', 'approved'),
  ('attempt', 'release', 'authorized', 'reversing'),
  ('attempt', 'refuse', 'capturing', 'reversing'),
  ('attempt', 'void', 'approved', 'reversing'),
  ('refund', 'approve', 'requested', 'paid'),
  ('refund', 'void', 'requested', 'completed'),
  ('refund', 'settle', 'paid', 'completed'),
  ('refund', 'fail', 'requested', 'failed');
insert into lifecycle_postings (kind, move, line, account, side) values
  ('card_debit', 'capture', 1, 'network_receivable', 'debit'),
  ('card_debit', 'capture', 2, 'company_payable', 'credit'),
  ('refund', 'approve', 1, 'company_payable', 'debit'),
  ('refund', 'approve', 2, 'refunds', 'credit'),
  ('refund', 'void', 1, 'company_payable', 'debit'),
  ('refund', 'void', 2, 'network_receivable', 'credit'),
  ('refund', 'settle', 1, 'refunds', 'debit'),
  ('refund', 'settle', 2, 'bank_clearing', 'credit');

alter table debits
  -- What was held, of a debit that was preauthorized; `amount` becomes what was captured of it.
  add column amount_authorized bigint,
  -- Given back, or on its way back. Every refund adds to it under the row's lock, so that the sum never exceeds the amount.
  add column amount_refunded bigint not null default 0,
  -- The charge itself is being reversed, or was, in place of a refund: clearing must not settle it any more.
  add column voided_at timestamptz,
  add constraint debits_captured_within_authorized check (amount <= amount_authorized),
  add constraint debits_refunded_within_captured check (amount_refunded between 0 and amount);

-- What the attempt asks the network for: a sale (0200), a hold (0100), or money back to the card (0200, processing code 20).
alter table attempts
  add column kind text not null default 'charge' check (kind in ('charge', 'authorization', 'refund')),
  drop constraint attempts_state_check,
  add constraint attempts_state_check check (state in
    ('sent', 'approved', 'declined', 'unsent', 'reversing', 'reversed', 'authorized', 'capturing'));

-- An amount that is held on a card, and its capture once that is asked for: from then on the capture's own reference (fields 7
-- and 11) is fixed, so that every repeat is the same message.
create table authorizations (
  company_id uuid not null,
  debit_id uuid not null,
  attempt_id uuid not null,
  authorized_at timestamptz not null,
  expires_at timestamptz not null,
  capture_amount bigint check (capture_amount > 0),
  capture_stan text check (capture_stan ~ '^\d{6}$'),
  capture_transmitted_at timestamptz,
  captures_sent integer not null default 0,
  -- When the worker looks at it next: it expires, or its capture is repeated. Null once it has ended.
  due_at timestamptz,
  primary key (company_id, debit_id),
  foreign key (company_id, debit_id, attempt_id) references attempts,
  check (num_nonnulls(capture_amount, capture_stan, capture_transmitted_at) in (0, 3))
);
create index authorizations_due on authorizations (due_at) where due_at is not null;
-- Captures of a day: their references are of the day on which they were authorized.
create index authorizations_captured on authorizations (capture_transmitted_at) where capture_transmitted_at is not null;

-- Money on its way back to a payer. `card`: an attempt of its own, whose id is the refund's. `reversal`: the charge is reversed.
create table refunds (
  company_id uuid not null,
  refund_id uuid not null,
  debit_id uuid not null,
  method text not null check (method in ('card', 'reversal')),
  state text not null check (state in ('requested', 'paid', 'completed', 'failed')),
  amount bigint not null check (amount > 0),
  currency text not null check (currency in ('CAD', 'USD')),
  note text check (length(note) <= 500),
  fail_reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (company_id, refund_id),
  foreign key (company_id, debit_id) references debits
);
create index refunds_by_debit on refunds (company_id, debit_id, refund_id);
create trigger refunds_move before update of state on refunds
  for each row when (old.state is distinct from new.state) execute function refuse_unknown_move('refund');
-- What an event of a debit carries when a refund of it has ended.
create function refund_event_data(debit debits, refund refunds) returns jsonb language sql stable as $$
  select debit_event_data(debit) || jsonb_build_object('refundId', refund.refund_id, 'refundState', refund.state,
    'refundAmount', major_units(refund.amount), 'amountRefunded', major_units(debit.amount_refunded),
    'method', refund.method, 'refundFailReason', refund.fail_reason)
$$;

-- The capture (its debit's id) or refund that a key belongs to: durable with the key, so that the key is never taken over.
alter table idempotency_keys add column operation_id uuid;
create index idempotency_keys_by_operation on idempotency_keys (company_id, operation_id) where operation_id is not null;

-- A difference may be about a refund.
alter table reconciliation_items add column refund_id uuid;
