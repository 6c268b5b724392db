-- What a person has decided of an attempt that the network left in doubt, by whom and why: src/charges/attempt-decision.ts.
create table attempt_decisions (
  company_id uuid not null,
  debit_id uuid not null,
  attempt_id uuid not null,
  -- What was in doubt: its reversal, or its capture.
  doubt text not null check (doubt in ('reversing', 'capturing')),
  decided_as text not null check (decided_as in ('reversed', 'captured', 'released')),
  decided_by text not null,
  note text not null,
  decided_at timestamptz not null,
  -- The move of the debit, or of its refund, that followed.
  moved_id uuid,
  moved_sequence smallint,
  -- One that was released is reversed after it, which may be in doubt again.
  primary key (company_id, debit_id, attempt_id, doubt),
  foreign key (company_id, debit_id, attempt_id) references attempts
);
