-- Companies that are here and in another cell as well, as a restore to before their move has brought a copy back: docs/cells.md.
-- Until the copy is taken away nobody in this cell sees its rows: no job, no request, no list.
create table misplaced_companies (
  company_id uuid primary key,
  -- Where the directory says that it is.
  cell_id text not null,
  found_at timestamptz not null default jetpay_now()
);
-- When, since the restore, a directory has last said which companies are elsewhere: before it no job runs in a cell.
alter table recoveries add column placed_at timestamptz;

-- By who has made the tables, as the directory's user in this cell may read none of it.
create function hidden_companies() returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(company_id), '{}') from misplaced_companies
$$;

-- Tables of companies, but for what a cell keeps of who has left, and what is one for all of them.
create function tables_with_hidden() returns setof regclass language sql stable as $$
  select c.oid::regclass from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped)
    and c.relname not in ('misplaced_companies', 'departed_companies', 'departed_attempts', 'departed_bank_items', 'departures', 'arrivals',
      'changed_rows', 'cell_dues', 'clearing_records', 'audit_log', 'request_log', 'request_log_gaps')
  order by c.relname
$$;

-- The directory says by it what this cell is called, which companies have left it, and where they are. Those that are here all the same are hidden. One
-- that came a moment ago is not: who asks has perhaps not heard of it yet.
create function hide_departed(own text, companies uuid[], cells text[]) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  found integer;
  hiding regclass;
begin
  perform set_config('lock_timeout', '2s', true);
  -- Known before its first move: a backup from before that knows that it is of a cell. By another name no more once one has moved.
  insert into own_cell (cell_id) values (own) on conflict (one) do update set cell_id = excluded.cell_id
  where own_cell.cell_id <> excluded.cell_id and not exists (select from arrivals) and not exists (select from departed_companies);
  insert into misplaced_companies (company_id, cell_id)
  select told.company_id, told.cell_id
  from unnest(companies, cells) as told (company_id, cell_id) join public.companies c on c.company_id = told.company_id
  where not exists (select from departures d where d.company_id = told.company_id)
    and not exists (select from arrivals a where a.company_id = told.company_id and a.arrived_at > jetpay_now() - interval '10 minutes')
  on conflict do nothing;
  get diagnostics found = row_count;
  if exists (select from misplaced_companies) then
    for hiding in select * from tables_with_hidden() loop
      if not exists (select from pg_policy where polrelid = hiding and polname = 'hide_misplaced') then
        execute format('create policy hide_misplaced on %s using (coalesce(current_setting(''jetpay.sees_hidden'', true), '''') = ''on'' '
          'or company_id is null or company_id <> all ((select hidden_companies())::uuid[]))', hiding);
        execute format('alter table %s enable row level security, force row level security', hiding);
      end if;
    end loop;
  end if;
  update recoveries set placed_at = jetpay_now() where opened_at is null and placed_at is null;
  return found;
end
$$;
revoke execute on function hide_departed(text, uuid[], text[]) from public;

-- Its copy is away. Where none is left nothing is hidden any more.
create function forget_misplaced(company uuid) returns void language plpgsql as $$
declare
  hiding regclass;
begin
  delete from misplaced_companies where company_id = company;
  if not exists (select from misplaced_companies) then
    for hiding in select polrelid::regclass from pg_policy where polname = 'hide_misplaced' loop
      execute format('alter table %s no force row level security, disable row level security', hiding);
      execute format('drop policy hide_misplaced on %s', hiding);
    end loop;
  end if;
end
$$;
