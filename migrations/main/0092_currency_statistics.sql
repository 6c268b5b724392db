-- A column that has changed its type has lost what the planner knew of it; here, because the change itself is not to hold its locks so long.
-- Only of tables that hold something: of an empty one that it has seen the planner believes that it stays so, and of one that it has
-- not, that it will have ten pages, which is what a new installation needs until autovacuum first comes by.
do $$
declare
  held regclass;
begin
  for held in
    select oid from pg_class
    where relkind = 'r' and relnamespace = current_schema()::regnamespace and pg_relation_size(oid) > 0 order by relname
  loop
    execute format('analyze %s', held);
  end loop;
end $$;
