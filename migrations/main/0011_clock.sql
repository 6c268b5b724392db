-- The demo's clock: how far it is ahead of the time, and how far it is to be. A worker brings one to the other, after the card
-- network, the bank and the vault are there (src/sandbox/move-clock.ts).
create table clock (
  singleton boolean primary key default true check (singleton),
  ahead_ms bigint not null default 0 check (ahead_ms >= 0),
  target_ms bigint not null default 0 check (target_ms >= ahead_ms)
);
insert into clock default values;

-- Moves this database's clock, never back: all due-times in rows would lose their meaning. What the time is becomes part of the
-- function's text, so that it costs nothing to ask, changes for all sessions in one commit, and is inlined as before; plans that
-- hold the old text are made anew.
create function move_clock(ms bigint) returns void language plpgsql as $$
begin
  update clock set ahead_ms = ms where ahead_ms < ms;
  if found then
    execute format('create or replace function jetpay_now() returns timestamptz language sql stable as '
      '%L', format('select statement_timestamp() + interval ''%s milliseconds''', ms));
  end if;
end $$;
