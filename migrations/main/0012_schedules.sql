-- Debits and credits that are made by themselves, once or again and again: docs/schedules.md.
create table schedules (
  company_id uuid not null references companies,
  schedule_id uuid not null,
  kind text not null check (kind in ('card_debit', 'eft_debit', 'eft_credit')),
  state text not null check (state in ('active', 'paused', 'completed', 'cancelled')),
  contact_id uuid not null,
  from_credit_card_id uuid,
  from_bank_account_id uuid,
  to_bank_account_id uuid not null,
  amount bigint not null check (amount > 0),
  currency text not null check (currency in ('CAD', 'USD')),
  statement text not null check (length(statement) <= 30),
  note text check (length(note) <= 500),
  -- That the payer agreed to be debited, as the platform that made the schedule said.
  agreed_at timestamptz,
  agreement_reference text,
  agreement_token_id uuid,
  start_on date not null,
  frequency text not null check (frequency in ('once', 'daily', 'weekly', 'biweekly', 'monthly', 'yearly')),
  every smallint not null check (every between 1 and 365),
  end_on date check (end_on >= start_on),
  count smallint check (count > 0),
  business_day text not null check (business_day in ('any', 'next')),
  -- The occurrence that is made next; without a day there is none left.
  next_number integer not null check (next_number > 0),
  next_on date,
  next_due_on date,
  next_due_at timestamptz,
  created_at timestamptz not null default jetpay_now(),
  updated_at timestamptz not null default jetpay_now(),
  primary key (company_id, schedule_id),
  foreign key (company_id, contact_id) references contacts,
  foreign key (company_id, from_credit_card_id) references credit_cards,
  foreign key (company_id, from_bank_account_id) references bank_accounts,
  foreign key (company_id, to_bank_account_id) references bank_accounts,
  check ((kind = 'card_debit') = (from_credit_card_id is not null)),
  check ((kind = 'card_debit') = (from_bank_account_id is null)),
  check ((kind = 'eft_debit') = (agreed_at is not null)),
  check (end_on is null or count is null),
  check ((next_on is null) = (next_due_on is null) and (next_on is null) = (next_due_at is null)),
  check (state in ('completed', 'cancelled') or next_on is not null)
);
create index schedules_by_contact on schedules (company_id, contact_id, schedule_id);
create index schedules_due on schedules (next_due_at) where state = 'active';

create function schedule_event_data(schedule schedules) returns jsonb language sql stable as $$
  select jsonb_build_object('scheduleId', schedule.schedule_id, 'state', schedule.state, 'kind', schedule.kind,
    'contactId', schedule.contact_id, 'amount', major_units(schedule.amount), 'currency', schedule.currency,
    'nextNumber', case when schedule.state in ('active', 'paused') then schedule.next_number end,
    'nextDueOn', case when schedule.state in ('active', 'paused') then schedule.next_due_on end)
$$;

-- Each date that came. The primary key is why none is made twice; `transaction_id` is chosen before anything is made, so that whoever
-- goes on for a dead worker makes the same debit or finds it.
create table schedule_occurrences (
  company_id uuid not null,
  schedule_id uuid not null,
  number integer not null,
  nominal_on date not null,
  due_on date not null,
  -- `due`: a card is to be charged, or its charge is not settled.
  state text not null check (state in ('due', 'made', 'failed', 'skipped')),
  amount bigint not null,
  transaction_id uuid,
  tries smallint not null default 0,
  try_due_at timestamptz,
  fail_reason text,
  created_at timestamptz not null default jetpay_now(),
  updated_at timestamptz not null default jetpay_now(),
  primary key (company_id, schedule_id, number),
  foreign key (company_id, schedule_id) references schedules,
  check ((state = 'due') = (try_due_at is not null)),
  check ((state = 'failed') = (fail_reason is not null)),
  check (state not in ('due', 'made') or transaction_id is not null)
);
create unique index schedule_occurrences_by_transaction on schedule_occurrences (company_id, transaction_id);
create index schedule_occurrences_due on schedule_occurrences (try_due_at) where try_due_at is not null;

create function occurrence_event_data(occurrence schedule_occurrences) returns jsonb language sql stable as $$
  select jsonb_build_object('scheduleId', occurrence.schedule_id, 'number', occurrence.number,
    'date', occurrence.nominal_on, 'dueOn', occurrence.due_on, 'state', occurrence.state,
    'transactionId', occurrence.transaction_id, 'failReason', occurrence.fail_reason)
$$;
