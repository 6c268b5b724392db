-- Sums of the ledger by day, so that a balance reads a row per day and not every entry. Derived from ledger_entries and from
-- nothing else; the worker adds a day once it is over (worker/roll-up-ledger.ts), so no charge ever waits for a row here.
create table ledger_days (
  company_id uuid not null,
  day date not null,
  account text not null,
  currency text not null,
  amount bigint not null,
  primary key (company_id, day, account, currency)
);

-- The last day of each company that is in ledger_days; later ones are summed from their entries.
create table ledger_closings (
  company_id uuid primary key references companies,
  closed_through date not null
);

-- An entry whose day is summed already (a clock was set back, or a person posts for an earlier day) is added to the sum by
-- the statement that inserts it.
create function add_late_entries() returns trigger language plpgsql as $$
begin
  insert into ledger_days as sums (company_id, day, account, currency, amount)
  select company_id, day, account, currency, sum(amount) from posted join ledger_closings using (company_id)
  where day <= closed_through group by company_id, day, account, currency
  order by company_id, day, account, currency
  on conflict (company_id, day, account, currency) do update set amount = sums.amount + excluded.amount;
  return null;
end $$;
create trigger ledger_entries_late after insert on ledger_entries
  referencing new table as posted for each statement execute function add_late_entries();
