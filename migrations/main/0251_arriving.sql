-- A company's rows arrive in one transaction that may take minutes: docs/adr/0067-arriving-in-one-transaction.md.

-- The transactions that bring a company, by their numbers. It has sums and blocks of its own, so nobody who sums waits for it.
create table arriving_transactions (
  transaction xid8 primary key
);

-- Whoever began to write before this has ended; the transaction that brings a company is not counted.
create function oldest_writer() returns xid8 language sql volatile as $$
  select coalesce(min(writer), pg_snapshot_xmax(pg_current_snapshot()))
  from pg_snapshot_xip(pg_current_snapshot()) as writer
  where writer not in (select transaction from arriving_transactions)
$$;

-- A door is shut for as long as the transaction that shuts it is open, so that it opens by itself where the command dies; and for good
-- once that has ended with the company's departure. Nobody waits before it: jobs hold what others need.
create or replace function follow_departure() returns trigger language plpgsql as $$
declare
  company uuid := coalesce(new.company_id, old.company_id);
  leaving text;
begin
  perform from departures where company_id = company;
  if found then
    if not pg_try_advisory_xact_lock_shared(hashtextextended('departure ' || company, 0)) then
      raise exception 'the company is moving to another cell' using errcode = 'cannot_connect_now';
    end if;
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

-- One that the command of before has shut and that did not depart: it is opened as it would be by now.
update departures set state = 'copying' where state = 'closed' and dues is null;
