-- A company whose operator has stopped it: it reads, and takes no money (docs/operator.md). By whom and why stays with it.
alter table companies
  add column suspended_at timestamptz,
  add column suspended_by text,
  add column suspended_note text,
  add check (num_nonnulls(suspended_at, suspended_by, suspended_note) in (0, 3));
