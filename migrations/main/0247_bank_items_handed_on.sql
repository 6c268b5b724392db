-- What a bank says of items of companies that have left, for the cell that each is in: lines of files to other cells, as the
-- clearing records that are handed on.
-- It is the cell's, not a company's: it goes nowhere with that.
create table handed_on_bank_moves (
  about_company_id uuid not null,
  bank_move_id uuid not null,
  cell_id text not null,
  -- Of the cell whose bank it is: by it the receiving cell knows whose trace that is.
  acquirer_id text not null,
  kind text not null check (kind in ('bank_settled', 'bank_returned', 'bank_rejected')),
  -- The digits of the item's trace.
  trace text not null check (trace ~ '^\d{12}$'),
  return_code text not null,
  last4 text not null,
  currency currency_code not null,
  -- What that cell is owed more by it; below zero: what it owes.
  amount bigint not null,
  made_at timestamptz not null default jetpay_now(),
  cell_sequence bigint,
  cell_line integer,
  primary key (about_company_id, bank_move_id),
  foreign key (cell_id, cell_sequence) references cell_files,
  check ((cell_sequence is null) = (cell_line is null))
);
create unique index handed_on_bank_moves_by_line on handed_on_bank_moves (cell_id, cell_sequence, cell_line);
create index handed_on_bank_moves_to_file on handed_on_bank_moves (cell_id, acquirer_id) where cell_sequence is null;

-- For what a bank has moved, and not the card network.
alter table cell_dues add column of_bank boolean not null default false;

alter table clearing_records drop constraint clearing_records_kind_check;
alter table clearing_records add constraint clearing_records_kind_check check (kind in
  ('sale', 'reversal', 'refund', 'adjustment', 'reject', 'bank_settled', 'bank_returned', 'bank_rejected')) not valid;
alter table clearing_records drop constraint clearing_records_outcome_check;
alter table clearing_records add constraint clearing_records_outcome_check check (outcome in
  ('settled', 'rejected', 'offset', 'difference', 'disputed', 'dispute_won', 'dispute_lost', 'handed_on', 'applied')) not valid;
