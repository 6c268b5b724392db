-- A time is told as it is stored, to the microsecond, so that what is shown is what is compared.
create or replace function dispute_event_data(debit debits, dispute disputes) returns jsonb language sql stable as $$
  select debit_event_data(debit) || jsonb_build_object('disputeId', dispute.dispute_id, 'disputeState', dispute.state,
    'disputeAmount', major_units(dispute.amount), 'disputeAmountTaken', major_units(dispute.amount_taken),
    'disputeReason', dispute.reason,
    'respondBy', to_char(dispute.respond_by at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'lostReason', dispute.lost_reason)
$$;
