-- Disputes: what card holders take back through the network, and what the company answers: docs/disputes.md.

insert into lifecycle_moves (kind, move, from_state, to_state) values
  ('dispute', 'submit', 'needs_response', 'under_review'),
  ('dispute', 'win', 'needs_response', 'won'),
  ('dispute', 'win', 'under_review', 'won'),
  ('dispute', 'lose', 'needs_response', 'lost'),
  ('dispute', 'lose', 'under_review', 'lost');
insert into lifecycle_postings (kind, move, line, account, side) values
  ('dispute', 'open', 1, 'company_payable', 'debit'),
  ('dispute', 'open', 2, 'bank_clearing', 'credit'),
  ('dispute', 'win', 1, 'bank_clearing', 'debit'),
  ('dispute', 'win', 2, 'company_payable', 'credit');

create table disputes (
  company_id uuid not null,
  dispute_id uuid not null,
  debit_id uuid not null,
  state text not null check (state in ('needs_response', 'under_review', 'won', 'lost')),
  amount bigint not null check (amount > 0),
  currency text not null check (currency in ('CAD', 'USD')),
  -- The code of the clearing record that opened it.
  reason text not null check (reason ~ '^\d{4}$'),
  -- Evidence is taken until then; without any the dispute is lost.
  respond_by timestamptz not null,
  lost_reason text check (lost_reason in ('no_response', 'decided')),
  submitted_at timestamptz,
  -- When what was submitted was handed to the network.
  sent_at timestamptz,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (company_id, dispute_id),
  foreign key (company_id, debit_id) references debits,
  check ((state = 'lost') = (lost_reason is not null)),
  check (state <> 'under_review' or submitted_at is not null)
);
-- A charge is disputed once; what the network sends beyond that is a difference for a person.
create unique index disputes_by_debit on disputes (company_id, debit_id);
create index disputes_due on disputes (respond_by) where state = 'needs_response';
create index disputes_unsent on disputes (submitted_at) where submitted_at is not null and sent_at is null;
create trigger disputes_move before update of state on disputes
  for each row when (old.state is distinct from new.state) execute function refuse_unknown_move('dispute');

-- What the company says and shows, sealed with the main key. A text has a field and a document a name and a type.
create table dispute_evidence (
  company_id uuid not null,
  dispute_id uuid not null,
  evidence_id uuid not null,
  field text,
  name text,
  content_type text check (content_type in ('application/pdf', 'image/png', 'image/jpeg')),
  bytes integer not null check (bytes > 0),
  -- Of a document only: the hash of a short text would tell the text.
  sha256 bytea,
  content_sealed bytea not null,
  added_at timestamptz not null default jetpay_now(),
  primary key (company_id, dispute_id, evidence_id),
  foreign key (company_id, dispute_id) references disputes,
  check ((field is null) = (name is not null and content_type is not null and sha256 is not null))
);
create unique index dispute_evidence_by_field on dispute_evidence (company_id, dispute_id, field) where field is not null;

-- What an event of a dispute carries: the debit as it is, and the dispute.
create function dispute_event_data(debit debits, dispute disputes) returns jsonb language sql stable as $$
  select debit_event_data(debit) || jsonb_build_object('disputeId', dispute.dispute_id, 'disputeState', dispute.state,
    'disputeAmount', major_units(dispute.amount), 'disputeReason', dispute.reason,
    'respondBy', to_char(dispute.respond_by at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'lostReason', dispute.lost_reason)
$$;

alter table payout_items drop constraint payout_items_part_check,
  add constraint payout_items_part_check
    check (part in ('deposit', 'pull_returned', 'push_returned', 'fee', 'disputed', 'dispute_won'));
alter table clearing_records drop constraint clearing_records_outcome_check,
  add constraint clearing_records_outcome_check check (outcome in
    ('settled', 'rejected', 'offset', 'difference', 'disputed', 'dispute_won', 'dispute_lost'));
