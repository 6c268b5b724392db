-- The vault's own database, with its own role: the only place where a card number is stored, and only encrypted.

create function jetpay_now() returns timestamptz language sql stable as $$ select statement_timestamp() $$;

-- The number is AES-256-GCM under a data key of its own; the data key is wrapped by the key-encryption key
-- (PCI DSS 3.5.1, 3.6.1.2). Deleting the wrapped data key shreds the card. There is no column for a CVC (3.3.1.2).
create table cards (
  company_id uuid not null,
  card_id uuid not null,
  version smallint not null default 1,
  number_ciphertext bytea,
  data_key_wrapped bytea,
  key_encryption_key_id text not null,
  fingerprint text not null,
  brand text not null,
  last4 text not null check (last4 ~ '^\d{4}$'),
  expiry_month smallint not null,
  expiry_year smallint not null,
  created_at timestamptz not null default jetpay_now(),
  shredded_at timestamptz,
  primary key (company_id, card_id),
  check ((number_ciphertext is null) = (shredded_at is not null)),
  check ((data_key_wrapped is null) = (shredded_at is not null))
);

-- One tokenization URL. Its ticket is a secret, so only the hash is kept.
create table card_pages (
  ticket_hash bytea primary key,
  company_id uuid not null,
  card_id uuid not null,
  company_name text not null,
  state text not null default 'open' check (state in ('open', 'submitted', 'succeeded', 'failed', 'expired', 'closed')),
  allowed_origins text[] not null,
  return_url text,
  language text not null check (language in ('en', 'fr')),
  created_at timestamptz not null default jetpay_now(),
  expires_at timestamptz not null,
  submitted_at timestamptz,
  unique (company_id, card_id)
);
create index card_pages_unfinished on card_pages (expires_at) where state in ('open', 'submitted');

-- What happened on card pages, for the worker to follow by cursor. Ids are given under the head's row lock, so they are
-- gapless and in commit order, and a reader never passes over an entry that commits late.
create table card_log_head (
  singleton boolean primary key default true check (singleton),
  last_log_id bigint not null default 0
);
insert into card_log_head default values;

create table card_log (
  log_id bigint primary key,
  company_id uuid not null,
  card_id uuid not null,
  kind text not null check (kind in ('tokenized', 'failed')),
  data jsonb not null,
  created_at timestamptz not null default jetpay_now()
);

-- Trace numbers of verifications: STANs 900000 to 999999, so that they never meet those of charges.
create sequence network_traces minvalue 0 maxvalue 99999999 cycle start 0;
