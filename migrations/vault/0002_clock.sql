-- How far the demo's clock is ahead of the time. As in the main database, whose worker says what it is to be.
create table clock (
  singleton boolean primary key default true check (singleton),
  ahead_ms bigint not null default 0 check (ahead_ms >= 0)
);
insert into clock default values;

-- Moves this database's clock, never back.
create function move_clock(ms bigint) returns void language plpgsql as $$
begin
  update clock set ahead_ms = ms where ahead_ms < ms;
  if found then
    execute format('create or replace function jetpay_now() returns timestamptz language sql stable as '
      '%L', format('select statement_timestamp() + interval ''%s milliseconds''', ms));
  end if;
end $$;
