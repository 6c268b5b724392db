-- Chargebacks that are more than their charge still has, and further ones of the same charge: docs/disputes.md.

-- `amount` is what is booked: at most what is left of the charge, and nothing where nothing is left.
alter table disputes drop constraint disputes_amount_check,
  add constraint disputes_amount_check check (amount >= 0),
  -- What the network took. What of it is not booked is a reconciliation item that names the dispute.
  add column amount_taken bigint;
update disputes set amount_taken = amount;
alter table disputes alter column amount_taken set not null,
  add constraint disputes_booked_within_taken check (amount_taken > 0 and amount <= amount_taken);
-- The network may take a charge back again, in parts or after it paid it back: each chargeback is a dispute.
drop index disputes_by_debit;
create index disputes_by_debit on disputes (company_id, debit_id);

alter table reconciliation_items add column dispute_id uuid;
create index reconciliation_items_by_debit on reconciliation_items (company_id, debit_id) where debit_id is not null;

-- Which dispute a record opened or ended.
alter table clearing_records add column dispute_id uuid;
update clearing_records r set dispute_id = x.dispute_id from disputes x
where x.company_id = r.company_id and x.debit_id = r.debit_id and r.outcome in ('disputed', 'dispute_won', 'dispute_lost');

create or replace function dispute_event_data(debit debits, dispute disputes) returns jsonb language sql stable as $$
  select debit_event_data(debit) || jsonb_build_object('disputeId', dispute.dispute_id, 'disputeState', dispute.state,
    'disputeAmount', major_units(dispute.amount), 'disputeAmountTaken', major_units(dispute.amount_taken),
    'disputeReason', dispute.reason,
    'respondBy', to_char(dispute.respond_by at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'lostReason', dispute.lost_reason)
$$;
