-- What this cell has paid another of what it owed it, bank to bank: booked once for each reference, and told that cell as what its
-- bank moves is (docs/cells.md, docs/adr/0069-what-cells-pay-each-other.md).
create table cell_payments (
  cell_id text not null,
  reference text not null check (reference ~ '^[0-9A-Z]{1,11}$'),
  currency currency_code not null,
  amount bigint not null check (amount > 0),
  booked_at timestamptz not null default jetpay_now(),
  -- When it came back: it is booked the other way then.
  returned_at timestamptz,
  primary key (cell_id, reference)
);

-- Of a payment the trace is P and its reference, or R and the reference of one that came back, filled with zeros: no reference of the
-- network's looks so. It is of no company.
alter table handed_on_bank_moves drop constraint handed_on_bank_moves_kind_check;
alter table handed_on_bank_moves add constraint handed_on_bank_moves_kind_check check (kind in
  ('bank_settled', 'bank_returned', 'bank_rejected', 'bank_paid')) not valid;
alter table handed_on_bank_moves drop constraint handed_on_bank_moves_trace_check;
alter table handed_on_bank_moves add constraint handed_on_bank_moves_trace_check check (
  trace ~ case kind when 'bank_paid' then '^[PR][0-9A-Z]{11}$' else '^\d{12}$' end) not valid;
alter table clearing_records drop constraint clearing_records_kind_check;
alter table clearing_records add constraint clearing_records_kind_check check (kind in
  ('sale', 'reversal', 'refund', 'adjustment', 'reject', 'bank_settled', 'bank_returned', 'bank_rejected', 'bank_paid')) not valid;
