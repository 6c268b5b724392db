-- The log of events: a tamper-evident chain over it, and its old part in files. docs/events.md.

-- Closed blocks of the log, each the root of a Merkle tree over its events (RFC 6962 section 2.1) and chained to the block
-- before: events/checkpoint.ts says over which bytes.
create table event_checkpoints (
  company_id uuid not null references companies,
  first_event_id bigint not null check (first_event_id > 0),
  last_event_id bigint not null,
  root bytea not null check (length(root) = 32),
  hash bytea not null check (length(hash) = 32),
  closed_at timestamptz not null,
  primary key (company_id, first_event_id),
  check (last_event_id >= first_event_id)
);

create function refuse_other_checkpoint() returns trigger language plpgsql as $$
declare
  covered bigint;
begin
  select last_event_id into covered from event_checkpoints
  where company_id = new.company_id order by first_event_id desc limit 1;
  if new.first_event_id <> coalesce(covered, 0) + 1 then
    raise exception 'the next checkpoint begins at event %, not at %', coalesce(covered, 0) + 1, new.first_event_id
      using errcode = 'unique_violation', constraint = 'event_checkpoints_pkey';
  end if;
  return new;
end $$;
create trigger event_checkpoints_follow before insert on event_checkpoints
  for each row execute function refuse_other_checkpoint();

create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: what was logged is never changed', tg_table_name
    using errcode = 'insufficient_privilege';
end $$;
create trigger event_checkpoints_append_only before update or delete or truncate on event_checkpoints
  for each statement execute function refuse_rewriting();
revoke update, delete, truncate on event_checkpoints from current_user, public;

-- Ranges of the log that went to a file: planned (the range is fixed, so that whoever goes on writes the same file), written
-- (the file is durable; readers are told that the log begins after it), deleted (its rows are gone).
create table event_archives (
  company_id uuid not null references companies,
  first_event_id bigint not null check (first_event_id > 0),
  last_event_id bigint not null,
  -- Its events were created before this: the time of the last checkpoint in it.
  created_before timestamptz not null,
  planned_at timestamptz not null default jetpay_now(),
  -- Of the text in the file, before compression.
  bytes bigint,
  sha256 bytea check (length(sha256) = 32),
  written_at timestamptz,
  deleted_at timestamptz,
  primary key (company_id, first_event_id),
  check (last_event_id >= first_event_id),
  check (num_nonnulls(bytes, sha256, written_at) in (0, 3)),
  check (deleted_at is null or written_at is not null)
);

create function refuse_other_archive() returns trigger language plpgsql as $$
begin
  if (new.company_id, new.first_event_id, new.last_event_id, new.created_before)
      is distinct from (old.company_id, old.first_event_id, old.last_event_id, old.created_before)
    or old.written_at is not null and (new.bytes, new.sha256, new.written_at)
      is distinct from (old.bytes, old.sha256, old.written_at)
    or old.deleted_at is not null and new.deleted_at is distinct from old.deleted_at then
    raise exception 'event_archives keeps what was recorded' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger event_archives_keep before update on event_archives
  for each row execute function refuse_other_archive();
create trigger event_archives_stay before delete or truncate on event_archives
  for each statement execute function refuse_rewriting();
revoke delete, truncate on event_archives from current_user, public;

-- An event is never changed, and deleted only once it is in a file.
create trigger events_unchanged before update or truncate on events
  for each statement execute function refuse_rewriting();
revoke update, truncate on events from current_user, public;
create function refuse_loss_of_events() returns trigger language plpgsql as $$
declare
  lost record;
begin
  select company_id, max(event_id) as event_id into lost from gone group by company_id
  having max(event_id) > coalesce((
    select last_event_id from event_archives a where a.company_id = gone.company_id and written_at is not null
    order by first_event_id desc limit 1), 0) limit 1;
  if found then
    raise exception 'event % of company % is in no archive', lost.event_id, lost.company_id
      using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
create trigger events_archived_first after delete on events
  referencing old table as gone for each statement execute function refuse_loss_of_events();
