-- A table that was never analyzed is one of which the planner knows nothing: it takes any index that begins with the company
-- for as good as the primary key, and a plan that is made then reads all contacts, or all debits, of a company for each charge
-- until autovacuum comes by. So it is told from the first that a company has many rows. PostgreSQL before 18 cannot be told.
do $$
declare
  held record;
begin
  if to_regproc('pg_restore_attribute_stats') is null then return; end if;
  for held in
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id'
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
      -- Of which a company has a row, or one for each currency.
      and c.relname not in ('companies', 'company_limits', 'event_heads', 'ledger_closings')
      and not exists (
        select from pg_stats s where s.schemaname = current_schema() and s.tablename = c.relname and s.attname = 'company_id')
    order by c.relname
  loop
    perform pg_restore_attribute_stats('schemaname', current_schema()::text, 'relname', held.relname::text,
      'attname', 'company_id', 'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 2::real);
  end loop;
end $$;
