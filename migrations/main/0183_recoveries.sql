-- A database that was restored to a moment in the past, until everything that the network and the bank did since is told (ADR 48).
create table recoveries (
  recovery_id uuid primary key,
  -- The newest thing that the restored database knows of.
  restored_to timestamptz not null,
  begun_at timestamptz not null default jetpay_now(),
  -- When the books of network and bank were last compared.
  checked_at timestamptz,
  opened_at timestamptz,
  opened_by text,
  note text
);
create unique index recoveries_open on recoveries ((true)) where opened_at is null;

-- What network or bank have and the restored database has not, or has otherwise: each told once.
create table recovery_items (
  item_id uuid primary key,
  recovery_id uuid not null references recoveries,
  kind text not null check (kind in (
    'charge', 'hold', 'refund', 'under_way', 'captured_since', 'undone_since', 'bank_debit', 'bank_credit', 'bank_adopted')),
  -- The card network's reference of the movement, or the bank's.
  reference text not null,
  -- With `happened_at`, what the network needs to know for a reversal.
  sequence text,
  amount bigint not null,
  currency currency_code not null,
  last4 text,
  happened_at timestamptz not null,
  -- Whose it is, where the restored database still knows.
  details jsonb not null default '{}',
  state text not null default 'open' check (state in ('open', 'reversing', 'reversed', 'kept', 'agreed')),
  tries integer not null default 0,
  due_at timestamptz,
  resolved_at timestamptz,
  resolved_by text,
  note text,
  unique (reference, kind)
);
create index recovery_items_open on recovery_items (recovery_id) where state in ('open', 'reversing');
create index recovery_items_alike on recovery_items (last4, amount) where kind in ('charge', 'hold') and state <> 'reversed';

-- The doors: while a recovery is open no request to the network and no item or file to the bank is made or moved. The
-- error is that of a server which is not ready, so that requests are told to come back and jobs try again by
-- themselves. Disabled, a trigger costs nothing.
create function refuse_while_recovering() returns trigger language plpgsql as $$
begin
  if current_setting('jetpay.recovering', true) = 'on' then
    return new;
  end if;
  raise exception 'the database was restored to an earlier moment; `jetpay recovery go` opens it'
    using errcode = 'cannot_connect_now';
end
$$;
create trigger shut_while_recovering before insert or update on attempts
  for each row execute function refuse_while_recovering();
create trigger shut_while_recovering before insert or update on bank_items
  for each row execute function refuse_while_recovering();
create trigger shut_while_recovering before insert or update on bank_files
  for each row execute function refuse_while_recovering();
alter table attempts disable trigger shut_while_recovering;
alter table bank_items disable trigger shut_while_recovering;
alter table bank_files disable trigger shut_while_recovering;
