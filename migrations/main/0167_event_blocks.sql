-- Which types blocks of 4,096 events have, so that who looks for one reads only blocks that have it: docs/adr/0036. Made by
-- the worker behind the sequencer (src/events/summarize-events.ts); an event never changes, so neither does what is said here.
create table event_blocks (
  company_id uuid not null,
  first_event_id bigint not null,
  last_event_id bigint not null,
  types text[] not null,
  primary key (company_id, last_event_id)
);

-- Which accounts and currencies blocks of some 8,192 entries of the ledger have, of days that are closed. The block has the
-- entries of its day with transactions above the one and up to the other.
create table ledger_blocks (
  company_id uuid not null,
  day date not null,
  after_transaction_id uuid not null,
  last_transaction_id uuid not null,
  -- `fees`, `CAD` and `fees CAD`.
  kinds text[] not null,
  primary key (company_id, day, last_transaction_id)
);

do $$
declare
  held text;
begin
  if to_regproc('pg_restore_attribute_stats') is null then return; end if;
  foreach held in array array['event_blocks', 'ledger_blocks'] loop
    perform pg_restore_attribute_stats('schemaname', current_schema()::text, 'relname', held,
      'attname', 'company_id', 'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 2::real);
  end loop;
end $$;
