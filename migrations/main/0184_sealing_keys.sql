-- The keys that seal the main side's secrets, by their names in the main key file: docs/keys.md, src/db/sealing/.
create table sealing_keys (
  name text primary key check (name ~ '^sealing_key(_([2-9]|[1-9][0-9]+))?$'),
  -- One that was made is in the file, and seals once every process has it. One that is retiring opens what is not sealed anew yet.
  state text not null check (state in ('made', 'active', 'retiring', 'retired')),
  made_at timestamptz not null default jetpay_now(),
  retired_at timestamptz,
  check ((state = 'retired') = (retired_at is not null))
);
create unique index sealing_keys_active on sealing_keys (state) where state = 'active';
insert into sealing_keys (name, state, made_at)
values ('sealing_key', 'active', coalesce((select made_at from key_checks where key_name = 'sealing_key'), jetpay_now()));

-- What `jetpay keys rotate sealing` asks for and the worker works off, column after column, from where the last batch ended.
create table sealing_rotations (
  rotation_id bigint generated always as identity primary key,
  to_key text not null references sealing_keys,
  state text not null default 'asked' check (state in ('asked', 'running', 'done')),
  -- The column that is gone through (src/db/sealing/sealed-columns.ts), and its last row that was.
  at_column text,
  last_row text[],
  done bigint not null default 0,
  -- All of them are gone through until nothing is found that another key has sealed.
  pass_began_at timestamptz,
  pass_changed bigint not null default 0,
  -- Since when every process seals with the new key.
  settled_from timestamptz,
  -- Rows that do not open: their key stays.
  unreadable bigint not null default 0,
  -- Why it does not go on.
  stuck text,
  asked_at timestamptz not null default now(),
  -- When the new key began to seal.
  began_at timestamptz,
  ended_at timestamptz,
  check ((state = 'done') = (ended_at is not null))
);
create unique index sealing_rotations_under_way on sealing_rotations ((true)) where state <> 'done';

-- Which processes have which keys: as they start, and every second while a rotation is under way. By the server's own time, also where
-- the demo's clock was moved.
create table sealing_key_holders (
  process_id uuid primary key,
  role text not null,
  host text not null,
  held text[] not null,
  seals_with text not null,
  seen_at timestamptz not null
);
