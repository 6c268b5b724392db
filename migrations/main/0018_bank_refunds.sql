-- Refunds by bank: docs/refunds.md, ADR 9.

insert into lifecycle_moves (kind, move, from_state, to_state) values
  ('bank_refund', 'deliver', 'requested', 'completed'),
  ('bank_refund', 'bounce', 'requested', 'failed'),
  ('bank_refund', 'return_push', 'completed', 'completed');
insert into lifecycle_postings (kind, move, line, account, side) values
  ('bank_refund', 'request', 1, 'company_payable', 'debit'),
  ('bank_refund', 'request', 2, 'refunds', 'credit'),
  ('bank_refund', 'deliver', 1, 'refunds', 'debit'),
  ('bank_refund', 'deliver', 2, 'bank_clearing', 'credit'),
  ('bank_refund', 'bounce', 1, 'refunds', 'debit'),
  ('bank_refund', 'bounce', 2, 'company_payable', 'credit'),
  ('bank_refund', 'return_push', 1, 'bank_clearing', 'debit'),
  ('bank_refund', 'return_push', 2, 'company_payable', 'credit');

alter table refunds
  drop constraint refunds_method_check,
  add constraint refunds_method_check check (method in ('card', 'reversal', 'bank')),
  -- Of the contact's, where it goes by bank.
  add column to_bank_account_id uuid,
  add column fail_direction text check (fail_direction in ('pull', 'push')),
  -- Sent back by the bank after it had counted as arrived: the refund stays completed, its amount can be refunded again.
  add column returned_at timestamptz,
  add constraint refunds_to_bank_account foreign key (company_id, to_bank_account_id) references bank_accounts,
  add constraint refunds_by_bank_to_account check ((method = 'bank') = (to_bank_account_id is not null)),
  add constraint refunds_returned_after_end check (returned_at is null or method = 'bank' and state = 'completed');
-- The lifecycle goes by the method.
drop trigger refunds_move on refunds;
create trigger refunds_move before update of state on refunds
  for each row when (old.state is distinct from new.state and new.method <> 'bank') execute function refuse_unknown_move('refund');
create trigger bank_refunds_move before update of state on refunds
  for each row when (old.state is distinct from new.state and new.method = 'bank') execute function refuse_unknown_move('bank_refund');

create or replace function refund_event_data(debit debits, refund refunds) returns jsonb language sql stable as $$
  select debit_event_data(debit) || jsonb_build_object('refundId', refund.refund_id, 'refundState', refund.state,
    'refundAmount', major_units(refund.amount), 'amountRefunded', major_units(debit.amount_refunded),
    'method', refund.method, 'refundToBankAccountId', refund.to_bank_account_id,
    'refundFailReason', refund.fail_reason, 'refundFailDirection', refund.fail_direction)
$$;

alter table bank_items drop constraint bank_items_kind_check,
  add constraint bank_items_kind_check check (kind in ('payout', 'debit', 'credit', 'refund'));
