-- A company that leaves: it takes no money, as a suspended one, but its payouts go on until nothing is owed to it (ADR 34).
alter table companies add column closing_at timestamptz,
  add constraint companies_closing_takes_no_money check (closing_at is null or suspended_at is not null);
