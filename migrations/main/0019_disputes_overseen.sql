-- Disputes that nobody decides, documents that go to the network, and evidence that is no longer needed: docs/disputes.md.

insert into lifecycle_moves (kind, move, from_state, to_state) values ('dispute', 'win_late', 'lost', 'won');
insert into lifecycle_postings (kind, move, line, account, side) values
  ('dispute', 'win_late', 1, 'bank_clearing', 'debit'),
  ('dispute', 'win_late', 2, 'company_payable', 'credit');

alter table disputes drop constraint disputes_lost_reason_check,
  add constraint disputes_lost_reason_check check (lost_reason in ('no_response', 'decided', 'closed')),
  -- The one copy of the response that is given to the network, of however many dead workers have written.
  add staged_as uuid,
  -- When a person was called because the network had not decided.
  add alarmed_at timestamptz,
  -- Who closed it without the network's word, and why.
  add closed_by text,
  add closed_note text,
  add check (lost_reason <> 'closed' or (closed_by is not null and closed_note is not null));
create index disputes_undecided on disputes (submitted_at) where state = 'under_review' and alarmed_at is null;

-- The content is deleted a while after the dispute's end; name, type, size and hash stay.
alter table dispute_evidence alter column content_sealed drop not null,
  add deleted_at timestamptz,
  add check ((content_sealed is null) = (deleted_at is not null));
create index dispute_evidence_kept on dispute_evidence (company_id, dispute_id) where deleted_at is null;
create index disputes_ended on disputes (updated_at) where state in ('won', 'lost');
