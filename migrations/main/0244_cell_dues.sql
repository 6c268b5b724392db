-- What cells owe each other. Money stays at the bank of the cell that it came to; whose company it is for is in another one.
-- Each row is a movement of the platform's own books (the nil company), for one other cell and currency.
create table cell_dues (
  company_id uuid not null,
  cell_due_id uuid not null,
  cell_id text not null,
  currency currency_code not null,
  -- What the other cell owes us more by it; below zero: we owe it.
  amount bigint not null check (amount <> 0),
  state text not null,
  -- The company that came or left with it, and the clearing file of the other cell's that brought it.
  about_company_id uuid,
  file_sequence bigint,
  made_at timestamptz not null default jetpay_now(),
  primary key (company_id, cell_due_id)
);
create index cell_dues_by_cell on cell_dues (cell_id, currency);

insert into lifecycle_moves (kind, move, from_state, to_state) values ('cell_due', 'owe', null, 'owed');
insert into lifecycle_postings (kind, move, line, account, side) values
  ('cell_due', 'owe', 1, 'cells', 'debit'),
  ('cell_due', 'owe', 2, 'bank_clearing', 'credit');
alter table ledger_entries drop constraint ledger_entries_account_check;
alter table ledger_entries add constraint ledger_entries_account_check check (account in
  ('network_receivable', 'company_payable', 'bank_clearing', 'fees', 'refunds', 'losses', 'suspense', 'cells')) not valid;
