-- Every table of a company's data has company_id first in its primary key, and every statement names the company: so a
-- company can be moved whole from one installation to another (ADR 44). States are text with a check, money is bigint
-- minor units and a currency, times are timestamptz named *_at.

-- The database's side of src/clock.ts: all time in statements comes from here. Stable over a statement, so that it is
-- inlined and indexes serve it.
create function jetpay_now() returns timestamptz language sql stable as $$ select statement_timestamp() $$;

-- Minor units as an exact decimal in major units: 10050 is 100.50. Numeric, never float.
create function major_units(minor bigint) returns numeric language sql immutable
  as $$ select (minor::numeric / 100)::numeric(14, 2) $$;

create table companies (
  company_id uuid primary key,
  name text not null,
  features text[] not null default '{}',
  created_at timestamptz not null default jetpay_now()
);

-- Looked up by hash before the company is known, so the company is not first in its key.
create table api_tokens (
  token_hash bytea primary key,
  token_id uuid not null unique,
  company_id uuid not null references companies,
  name text not null,
  scopes text[] not null,
  created_at timestamptz not null default jetpay_now(),
  revoked_at timestamptz
);

create table contacts (
  company_id uuid not null references companies,
  contact_id uuid not null,
  email text not null,
  name text not null,
  tags text[] not null default '{}',
  language text not null default 'en' check (language in ('en', 'fr')),
  created_at timestamptz not null default jetpay_now(),
  updated_at timestamptz not null default jetpay_now(),
  deleted_at timestamptz,
  primary key (company_id, contact_id)
);
create index contacts_by_email on contacts (company_id, lower(email));

-- A contact's account, or the company's own where contact_id is null.
create table bank_accounts (
  company_id uuid not null references companies,
  bank_account_id uuid not null,
  contact_id uuid,
  institution text,
  title text,
  holder_name text not null,
  account_type text not null check (account_type in ('chequing', 'savings')),
  transit_number text,
  institution_number text,
  routing_number text,
  account_number_sealed bytea not null,
  account_number_last4 text not null,
  holder_address text,
  holder_address_postal_code text,
  holder_address_city text,
  holder_address_country text,
  holder_email text,
  currency text not null check (currency in ('CAD', 'USD')),
  created_at timestamptz not null default jetpay_now(),
  deleted_at timestamptz,
  primary key (company_id, bank_account_id),
  foreign key (company_id, contact_id) references contacts,
  check ((routing_number is null) = (transit_number is not null and institution_number is not null))
);
create index bank_accounts_by_contact on bank_accounts (company_id, contact_id, bank_account_id);

-- What may be shown of a card. The number itself is in the vault's own database only (PCI DSS 3.3.1, 3.5.1).
create table credit_cards (
  company_id uuid not null,
  credit_card_id uuid not null,
  contact_id uuid not null,
  state text not null check (state in ('pending', 'active', 'failed', 'expired', 'deleted')),
  brand text,
  last4 text check (last4 ~ '^\d{4}$'),
  expiry_month smallint,
  expiry_year smallint,
  funding text,
  fingerprint text,
  fail_reason text,
  created_at timestamptz not null default jetpay_now(),
  updated_at timestamptz not null default jetpay_now(),
  shredded_at timestamptz,
  primary key (company_id, credit_card_id),
  foreign key (company_id, contact_id) references contacts
);
create index credit_cards_by_contact on credit_cards (company_id, contact_id, credit_card_id);
-- The worker's list of deleted cards that the vault has yet to shred.
create index credit_cards_unshredded on credit_cards (updated_at) where state = 'deleted' and shredded_at is null;

-- The moves that transactions/lifecycle.ts declares; a test holds the two equal.
create table lifecycle_moves (
  kind text not null,
  move text not null,
  from_state text not null,
  to_state text not null,
  primary key (kind, move, from_state)
);
insert into lifecycle_moves (kind, move, from_state, to_state) values
  ('card_debit', 'charge', 'requested', 'paid'),
  ('card_debit', 'fail', 'requested', 'failed'),
  ('attempt', 'approve', 'sent', 'approved'),
  ('attempt', 'decline', 'sent', 'declined'),
  ('attempt', 'abandon', 'sent', 'unsent'),
  ('attempt', 'doubt', 'sent', 'reversing'),
  ('attempt', 'doubt', 'reversed', 'reversing'),
  ('attempt', 'reverse', 'reversing', 'reversed');

create function refuse_unknown_move() returns trigger language plpgsql as $$
begin
  if not exists (
    select from lifecycle_moves where kind = tg_argv[0] and from_state = old.state and to_state = new.state
  ) then
    raise exception '% cannot move from % to %', tg_argv[0], old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;

create table debits (
  company_id uuid not null,
  debit_id uuid not null,
  contact_id uuid not null,
  to_bank_account_id uuid not null,
  from_credit_card_id uuid,
  state text not null check (state in
    ('requested', 'preauthorized', 'initiated', 'paid', 'completed', 'failed', 'cancelled')),
  amount bigint not null check (amount > 0),
  currency text not null check (currency in ('CAD', 'USD')),
  statement text not null check (length(statement) <= 30),
  note text check (length(note) <= 500),
  fail_reason text,
  fail_direction text check (fail_direction in ('pull', 'push')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (company_id, debit_id),
  foreign key (company_id, contact_id) references contacts,
  foreign key (company_id, to_bank_account_id) references bank_accounts,
  foreign key (company_id, from_credit_card_id) references credit_cards
-- Room on each page for the row's next version, so that a move touches no index (heap-only tuples).
) with (fillfactor = 80);
-- What every event of a debit carries (camelCase, as the contract's events are).
create function debit_event_data(debit debits) returns jsonb language sql stable as $$
  select jsonb_build_object('transactionId', debit.debit_id, 'state', debit.state,
    'amount', major_units(debit.amount), 'currency', debit.currency, 'contactId', debit.contact_id,
    'creditCardId', debit.from_credit_card_id, 'toBankAccountId', debit.to_bank_account_id,
    'statement', debit.statement, 'failReason', debit.fail_reason, 'failDirection', debit.fail_direction)
$$;
create index debits_by_contact on debits (company_id, contact_id, debit_id);
create trigger debits_move before update of state on debits
  for each row when (old.state is distinct from new.state) execute function refuse_unknown_move('card_debit');

-- One try to move a debit's money over the card network. It is durable before the first byte leaves, with all that a
-- reversal needs (ISO 8583 fields 7, 11, 37), so a crash anywhere leaves a row that says what to do.
create table attempts (
  company_id uuid not null,
  attempt_id uuid not null,
  debit_id uuid not null,
  state text not null check (state in ('sent', 'approved', 'declined', 'unsent', 'reversing', 'reversed')),
  amount bigint not null check (amount > 0),
  currency text not null,
  stan text not null check (stan ~ '^\d{6}$'),
  rrn text not null check (length(rrn) = 12),
  transmitted_at timestamptz not null,
  response_code text,
  authorization_code text,
  reversals_sent integer not null default 0,
  reversal_due_at timestamptz,
  updated_at timestamptz not null,
  primary key (company_id, debit_id, attempt_id),
  foreign key (company_id, debit_id) references debits
) with (fillfactor = 80);
-- The resolver's work list: attempts without an outcome, and reversals that are not acknowledged yet.
create index attempts_unresolved on attempts (transmitted_at) where state in ('sent', 'reversing');
create trigger attempts_move before update of state on attempts
  for each row when (old.state is distinct from new.state) execute function refuse_unknown_move('attempt');

-- Trace numbers: the STAN is its last digits within the api's range, the RRN its last eight under the day.
create sequence network_traces cycle maxvalue 899999999999;

-- Each move that a transaction made, in order: `GET /transaction/{id}` shows it, `jetpay verify` compares it.
create table transaction_moves (
  company_id uuid not null,
  transaction_id uuid not null,
  sequence smallint not null,
  move text not null,
  from_state text,
  to_state text not null,
  moved_at timestamptz not null,
  primary key (company_id, transaction_id, sequence)
);

-- A move writes its event here, in its own transaction. The sequencer gives it its id once it is committed.
create table outbox (
  company_id uuid not null,
  outbox_id bigint generated always as identity,
  type text not null,
  data jsonb not null,
  created_at timestamptz not null,
  primary key (company_id, outbox_id)
);

create table event_heads (
  company_id uuid primary key references companies,
  last_event_id bigint not null default 0
);

-- The log that webhooks and GET /events read: per company gapless and in commit order, never changed.
create table events (
  company_id uuid not null,
  event_id bigint not null,
  type text not null,
  data jsonb not null,
  created_at timestamptz not null,
  primary key (company_id, event_id)
);

-- `last_sent_event_id` is the cursor: all up to it is confirmed. Of the contract's states only these are stored; `scheduled`
-- (events wait) and `dispatching` (leased) follow from the other columns and event_heads.
create table webhooks (
  company_id uuid not null references companies,
  webhook_id uuid not null,
  number integer generated always as identity,
  callback_url text not null,
  -- As a URL parser prints it: https://A.example and https://a.example/ are one.
  callback_url_normal text not null,
  callback_api_key_sealed bytea,
  signing_secret_sealed bytea not null,
  state text not null default 'active' check (state in ('active', 'backing_off', 'failed')),
  max_batch_size integer not null default 10 check (max_batch_size between 1 and 100),
  max_wait_seconds integer not null default 60 check (max_wait_seconds between 0 and 3600),
  last_sent_event_id bigint not null check (last_sent_event_id >= 0),
  failures integer not null default 0,
  failing_since timestamptz,
  next_attempt_at timestamptz,
  -- The worker that delivers now, and until when nobody else may. After it, when this webhook last had its turn.
  lease_id uuid,
  leased_until timestamptz,
  created_at timestamptz not null default jetpay_now(),
  updated_at timestamptz not null default jetpay_now(),
  primary key (company_id, webhook_id),
  constraint webhooks_callback_url_unique unique (company_id, callback_url_normal),
  check ((state = 'backing_off') = (next_attempt_at is not null))
);

-- Each delivery that was tried, and how it went. A test delivery carries event 0.
create table deliveries (
  company_id uuid not null,
  delivery_id uuid not null,
  webhook_id uuid not null,
  first_event_id bigint not null,
  last_event_id bigint not null,
  attempt integer not null,
  status integer,
  error text,
  latency_ms integer not null,
  attempted_at timestamptz not null,
  primary key (company_id, webhook_id, delivery_id),
  foreign key (company_id, webhook_id) references webhooks on delete cascade
);

-- The RSA keys that sign deliveries. The private part is sealed with the main key.
create table signing_keys (
  key_id text primary key,
  public_jwk jsonb not null,
  private_jwk_sealed bytea not null,
  created_at timestamptz not null default jetpay_now(),
  retired_at timestamptz
);
-- One key signs: of two processes that make the first one, one wins and both use it.
create unique index signing_keys_signing on signing_keys ((true)) where retired_at is null;

-- The first answer to each idempotency key. While `status` is null the first request is still running.
create table idempotency_keys (
  company_id uuid not null,
  key text not null,
  request_hash bytea not null,
  debit_id uuid,
  status smallint,
  body text,
  created_at timestamptz not null default jetpay_now(),
  primary key (company_id, key)
) with (fillfactor = 50);
create index idempotency_keys_by_age on idempotency_keys (created_at);
create index idempotency_keys_by_debit on idempotency_keys (company_id, debit_id) where debit_id is not null;

-- How far the worker has applied the vault's log; each entry is applied in the transaction that moves this.
create table vault_cursor (
  singleton boolean primary key default true check (singleton),
  last_log_id bigint not null default 0
);
insert into vault_cursor default values;
