-- When the pages that take cards were compared with what was released (PCI DSS 11.6.1), and where the evidence is: src/page-audit/.
create table page_audits (
  audited_at timestamptz primary key default clock_timestamp(),
  release text not null,
  differences integer not null,
  files integer not null,
  evidence text not null
);
-- Of several workers one takes the turn.
create table page_audit_turn (
  singleton boolean primary key default true check (singleton),
  next_at timestamptz not null default '-infinity'
);
insert into page_audit_turn default values;
