-- What a client keeps with an object of ours: a reference of its own system, and pairs. Checked by the api (src/http/metadata.ts).
alter table contacts add column external_reference text, add column metadata jsonb not null default '{}';
alter table debits add column external_reference text, add column metadata jsonb not null default '{}';
alter table credits add column external_reference text, add column metadata jsonb not null default '{}';
alter table schedules add column external_reference text, add column metadata jsonb not null default '{}';

-- Lists are filtered by both. Only rows that have any are in these indexes, so that they cost the others nothing.
create index contacts_by_reference on contacts (company_id, external_reference) where external_reference is not null;
create index debits_by_reference on debits (company_id, external_reference) where external_reference is not null;
create index credits_by_reference on credits (company_id, external_reference) where external_reference is not null;
create index schedules_by_reference on schedules (company_id, external_reference) where external_reference is not null;
create index contacts_by_metadata on contacts using gin (metadata jsonb_path_ops) where metadata <> '{}';
create index debits_by_metadata on debits using gin (metadata jsonb_path_ops) where metadata <> '{}';
create index credits_by_metadata on credits using gin (metadata jsonb_path_ops) where metadata <> '{}';
create index schedules_by_metadata on schedules using gin (metadata jsonb_path_ops) where metadata <> '{}';

create or replace function debit_event_data(debit debits) returns jsonb language sql stable as $$
  select jsonb_build_object('transactionId', debit.debit_id, 'state', debit.state,
    'amount', major_units(debit.amount), 'currency', debit.currency, 'contactId', debit.contact_id,
    'creditCardId', debit.from_credit_card_id, 'toBankAccountId', debit.to_bank_account_id,
    'statement', debit.statement, 'failReason', debit.fail_reason, 'failDirection', debit.fail_direction,
    'externalReference', debit.external_reference, 'metadata', debit.metadata)
$$;
create or replace function credit_event_data(credit credits) returns jsonb language sql stable as $$
  select jsonb_build_object('transactionId', credit.credit_id, 'state', credit.state,
    'amount', major_units(credit.amount), 'currency', credit.currency, 'contactId', credit.contact_id,
    'fromBankAccountId', credit.from_bank_account_id, 'toBankAccountId', credit.to_bank_account_id,
    'statement', credit.statement, 'failReason', credit.fail_reason, 'failDirection', credit.fail_direction,
    'externalReference', credit.external_reference, 'metadata', credit.metadata)
$$;
create or replace function schedule_event_data(schedule schedules) returns jsonb language sql stable as $$
  select jsonb_build_object('scheduleId', schedule.schedule_id, 'state', schedule.state, 'kind', schedule.kind,
    'contactId', schedule.contact_id, 'amount', major_units(schedule.amount), 'currency', schedule.currency,
    'nextNumber', case when schedule.state in ('active', 'paused') then schedule.next_number end,
    'nextDueOn', case when schedule.state in ('active', 'paused') then schedule.next_due_on end,
    'externalReference', schedule.external_reference, 'metadata', schedule.metadata)
$$;
