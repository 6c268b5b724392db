-- Companies that move to another cell: docs/cells.md, docs/adr/0066-moving-a-company.md.

-- A company that leaves, until nothing of it is here. `copying`: what changes is noted. `closed`: nothing of it is written any more.
create table departures (
  company_id uuid primary key,
  move_id uuid not null unique,
  to_cell text not null,
  state text not null check (state in ('copying', 'closed')),
  begun_at timestamptz not null default jetpay_now(),
  -- What our bank holds for it, once its references are kept here as gone: from then on there is no way back.
  dues jsonb
);
-- One at a time: what is noted is bounded, and a table is locked for the triggers of one.
create unique index departures_one on departures ((true));

-- Rows of it that were written while it is copied: to be copied again. A row is there until it has been.
create table changed_rows (
  company_id uuid not null,
  change_id bigint generated always as identity,
  table_name text not null,
  key text[] not null,
  primary key (company_id, change_id)
);

-- Companies that have come, by which move. Written with all of their rows, in one transaction: from then on the company is here.
create table arrivals (
  company_id uuid not null,
  move_id uuid not null,
  from_cell text not null,
  arrived_at timestamptz not null default jetpay_now(),
  primary key (company_id, move_id)
);

-- The door, on each table of companies while one leaves (src/moving/door.ts makes the triggers and takes them away). Whoever writes
-- holds the company's lock in shared mode until the end of the transaction: who has it alone knows that no write is under way.
-- The error is that of a server which is not ready: requests are told to come back, and jobs try again by themselves.
create function follow_departure() returns trigger language plpgsql as $$
declare
  company uuid := coalesce(new.company_id, old.company_id);
  leaving text;
begin
  perform from departures where company_id = company;
  if found then
    perform pg_advisory_xact_lock_shared(hashtextextended('departure ' || company, 0));
    select state into leaving from departures where company_id = company;
    if leaving = 'closed' then
      raise exception 'the company is moving to another cell' using errcode = 'cannot_connect_now';
    end if;
    if leaving = 'copying' and tg_nargs > 0 then
      if tg_op <> 'INSERT' then
        insert into changed_rows (company_id, table_name, key)
        select company, tg_table_name, array_agg(to_jsonb(old) ->> name order by place)
        from unnest(tg_argv) with ordinality as part (name, place);
      end if;
      if tg_op <> 'DELETE' then
        insert into changed_rows (company_id, table_name, key)
        select company, tg_table_name, array_agg(to_jsonb(new) ->> name order by place)
        from unnest(tg_argv) with ordinality as part (name, place);
      end if;
    end if;
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end
$$;
