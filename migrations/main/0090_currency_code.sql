-- One list of currencies for the whole database: every column of a currency is of this type, so that a further currency is one change of
-- its constraint (docs/adr/0023). The columns are moved to the type while it has no constraint, and each has lost its own, so that no table
-- is read or written anew; each lock lasts as long as a change of the catalog.

create domain currency_code as text;

do $$
declare
  held record;
begin
  for held in
    select c.conrelid::regclass as of_table, c.conname from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attname = 'currency' and c.conkey = array[a.attnum]
    where c.contype = 'c' and c.connamespace = current_schema()::regnamespace
  loop
    execute format('alter table %s drop constraint %I', held.of_table, held.conname);
  end loop;
  for held in
    select a.attrelid::regclass as of_table from pg_attribute a
    join pg_class t on t.oid = a.attrelid and t.relkind = 'r' and t.relnamespace = current_schema()::regnamespace
    where a.attname = 'currency' and a.attnum > 0 and not a.attisdropped and t.relname <> 'payout_items' order by t.relname
  loop
    execute format('alter table %s alter column currency type currency_code', held.of_table);
  end loop;
end $$;

-- Not valid: of the rows that are there nothing has to be read, as until now they were held to the same list. It holds for every new one.
alter domain currency_code add constraint known check (value in ('CAD', 'USD')) not valid;
