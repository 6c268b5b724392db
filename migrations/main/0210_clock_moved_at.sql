-- When the demo's clock was moved last, by the machine's time: what began before may still write rows of the time before.
alter table clock add column moved_at timestamptz not null default '-infinity';

create or replace function move_clock(ms bigint) returns void language plpgsql as $$
begin
  update clock set ahead_ms = ms, moved_at = statement_timestamp() where ahead_ms < ms;
  if found then
    execute format('create or replace function jetpay_now() returns timestamptz language sql stable as '
      '%L', format('select statement_timestamp() + interval ''%s milliseconds''', ms));
  end if;
end $$;
