do $$
declare
  t record;
begin
  if to_regprocedure('pg_restore_attribute_stats("any")') is null and to_regproc('pg_restore_attribute_stats') is null then return; end if;
  for t in
    select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and a.attname = 'company_id'
      and not exists (select from pg_stats s where s.schemaname = current_schema() and s.tablename = c.relname and s.attname = a.attname)
  loop
    perform pg_restore_attribute_stats('schemaname', current_schema()::text, 'relname', t.relname::text, 'attname', t.attname::text,
      'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 2::real);
  end loop;
end $$;
