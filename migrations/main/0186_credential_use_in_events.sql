-- Events of debits say how a saved card was used; null of all others, as the debit has it.
-- The columns are of 0192, which a new database gets after this.
set local check_function_bodies = off;
create or replace function debit_event_data(debit debits) returns jsonb language sql stable as $$
  select jsonb_build_object('transactionId', debit.debit_id, 'state', debit.state,
    'amount', major_units(debit.amount), 'currency', debit.currency, 'contactId', debit.contact_id,
    'creditCardId', debit.from_credit_card_id, 'toBankAccountId', debit.to_bank_account_id,
    'statement', debit.statement, 'failReason', debit.fail_reason, 'failDirection', debit.fail_direction,
    'initiator', debit.initiator, 'reason', debit.reason,
    'externalReference', debit.external_reference, 'metadata', debit.metadata)
$$;
