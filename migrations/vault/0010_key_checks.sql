-- What each key of the vault's key file is known by, so that a wrong, older, swapped or lost key is found before it does harm. A value
-- is derived from the key one way (HKDF-SHA-256): it says whether a key is the same, and nothing about it.
create table key_checks (
  key_name text primary key,
  check_value bytea not null check (length(check_value) = 32),
  made_at timestamptz not null default jetpay_now()
);
