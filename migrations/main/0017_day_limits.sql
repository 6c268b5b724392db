-- What a company may ask for in one day: docs/fees-and-limits.md.

-- In minor units; null: as much as any. Columns of the row that every charge reads anyway.
alter table companies
  add column debits_day_limit_cad bigint check (debits_day_limit_cad > 0),
  add column debits_day_limit_usd bigint check (debits_day_limit_usd > 0),
  add column credits_day_limit_cad bigint check (credits_day_limit_cad > 0),
  add column credits_day_limit_usd bigint check (credits_day_limit_usd > 0);

-- The day whose limit it counts toward; null where its company had none when it was made.
alter table debits add column counted_on date;
alter table credits add column counted_on date;

-- Days are those of the banks and of schedules.
create function toronto_day(moment timestamptz) returns date language sql immutable
  as $$ select (moment at time zone 'America/Toronto')::date $$;

-- What counts, per day on which the company had a limit. Locked by whoever counts, so that rivals decide one after the other.
create table day_totals (
  company_id uuid not null references companies,
  kind text not null check (kind in ('debits', 'credits')),
  currency text not null check (currency in ('CAD', 'USD')),
  day date not null,
  amount bigint not null check (amount >= 0),
  primary key (company_id, kind, currency, day)
);

-- What a total has changed by since, mostly what was given back. Rows of their own and without a foreign key, so that what fails or is
-- cancelled never waits for the total's lock; whoever counts next adds them to it. What comes after its day stays here, a row beside
-- the debit's history.
create table day_total_changes (
  company_id uuid not null,
  kind text not null,
  currency text not null,
  day date not null,
  change_id bigint generated always as identity,
  amount bigint not null,
  primary key (company_id, kind, currency, day, change_id)
);

-- Counts amounts toward a day, each that still fits, in their order, and says of each: `counted`, `above` what is left, or `repeated`,
-- where its idempotency key was used before. `used` is the total before it. Each statement in here sees what was committed when it
-- begins, so that the total is that of the last to have had the lock.
create function count_toward_day(
  of_company uuid, of_kind text, of_currency text, of_day date, most bigint, ids uuid[], amounts bigint[], keys text[]
) returns table (id uuid, verdict text, used bigint) language plpgsql as $$
declare
  counted_keys text[] := '{}';
  before bigint;
begin
  insert into day_totals values (of_company, of_kind, of_currency, of_day, 0) on conflict do nothing;
  select t.amount into before from day_totals t
  where t.company_id = of_company and t.kind = of_kind and t.currency = of_currency and t.day = of_day for update;
  with added as (
    delete from day_total_changes c
    where c.company_id = of_company and c.kind = of_kind and c.currency = of_currency and c.day = of_day returning c.amount
  ) select before + coalesce(sum(added.amount), 0) into used from added;

  for place in 1 .. cardinality(ids) loop
    id := ids[place];
    if keys[place] = any (counted_keys)
      or exists (select from idempotency_keys k where k.company_id = of_company and k.key = keys[place]) then
      verdict := 'repeated';
    elsif used + amounts[place] > most then
      verdict := 'above';
    else
      verdict := 'counted';
    end if;
    return next;
    if verdict = 'counted' then
      used := used + amounts[place];
      counted_keys := counted_keys || keys[place];
    end if;
  end loop;
  update day_totals t set amount = used
  where t.company_id = of_company and t.kind = of_kind and t.currency = of_currency and t.day = of_day and used <> before;
end $$;

-- What a debit or credit counts: nothing once it has failed or was cancelled.
create function counting_amount(state text, amount bigint) returns bigint language sql immutable
  as $$ select case when state in ('failed', 'cancelled') then 0 else amount end $$;

create function change_day_total() returns trigger language plpgsql as $$
declare
  change bigint := counting_amount(new.state, new.amount) - counting_amount(old.state, old.amount);
begin
  if change <> 0 then
    insert into day_total_changes (company_id, kind, currency, day, amount)
    values (new.company_id, tg_argv[0], new.currency, new.counted_on, change);
  end if;
  return null;
end $$;
create trigger debits_counted after update of state, amount on debits
  for each row when (old.counted_on is not null) execute function change_day_total('debits');
create trigger credits_counted after update of state, amount on credits
  for each row when (old.counted_on is not null) execute function change_day_total('credits');
