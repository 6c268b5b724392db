-- Key-encryption key → data key → record (PCI DSS 3.6.1.2). A key-encryption key is in a file or a token, never here: its provider, name
-- and check value are (the first three bytes of a zero block under it, as CKA_CHECK_VALUE of PKCS #11).
create table key_encryption_keys (
  kek_id text primary key check (kek_id ~ '^kek_[1-9][0-9]*$'),
  provider text not null check (provider in ('file', 'pkcs11')),
  algorithm text not null,
  check_value text not null,
  -- Made from the parts of two custodians (3.7.6), and not by the provider.
  from_parts boolean not null default false,
  -- One that custodians have made is taken into use by a rotation.
  state text not null check (state in ('made', 'active', 'retired')),
  created_at timestamptz not null default jetpay_now(),
  retired_at timestamptz,
  check ((state = 'retired') = (retired_at is not null))
);
create unique index key_encryption_keys_active on key_encryption_keys (state) where state = 'active';

-- Data keys as the key-encryption key that each names wraps them. What is retired opens nothing any more, and is destroyed.
create table data_keys (
  data_key_id text primary key,
  use text not null check (use in ('cards', 'fingerprint', 'ticket')),
  algorithm text not null,
  bits smallint not null,
  state text not null check (state in ('active', 'retiring', 'retired')),
  kek_id text not null references key_encryption_keys,
  wrapped bytea,
  created_at timestamptz not null default jetpay_now(),
  retired_at timestamptz,
  check ((state = 'retired') = (wrapped is null)),
  check ((state = 'retired') = (retired_at is not null))
);
create unique index data_keys_active on data_keys (use) where state = 'active';

-- A number of version 2 is under the data key that its row names. One of version 1 is under a key of its own in `data_key_wrapped`, which
-- `cards_1` wraps: the key-encryption key of before, now a data key among others.
alter table cards
  add column data_key_id text,
  -- The keyed hash by which an equal number is found, and its key. Null: `fingerprint` itself, which the first key made. `fingerprint` is
  -- what platforms know, and stays when the key is another.
  add column number_mac text,
  add column fingerprint_key_id text not null default 'fingerprint_1',
  alter column key_encryption_key_id drop not null,
  drop constraint cards_check1,
  add constraint cards_key check (
    case when shredded_at is not null then data_key_wrapped is null
      when version = 1 then data_key_wrapped is not null and data_key_id is null
      else data_key_wrapped is null and data_key_id is not null end) not valid;

-- What `jetpay keys rotate` asks for and the vault works off, in order, by batches; after a crash from where the last batch ended.
create table key_rotations (
  rotation_id bigint generated always as identity primary key,
  what text not null check (what in ('kek', 'data', 'fingerprint')),
  state text not null default 'asked' check (state in ('asked', 'running', 'done')),
  -- The new key. Of a rotation of the key-encryption key it is there before it is asked for.
  to_key text,
  provider text check (provider in ('file', 'pkcs11')),
  -- The last card that was done.
  last_company uuid,
  last_card uuid,
  done bigint not null default 0,
  total bigint,
  -- Cards that do not open: their key stays.
  unreadable bigint not null default 0,
  from_parts boolean not null default false,
  -- Why it does not go on.
  stuck text,
  asked_by text not null,
  asked_at timestamptz not null default jetpay_now(),
  started_at timestamptz,
  ended_at timestamptz,
  check ((state = 'done') = (ended_at is not null)),
  check (what <> 'kek' or (to_key is not null and provider is not null))
);
create unique index key_rotations_under_way on key_rotations (what) where state <> 'done';
