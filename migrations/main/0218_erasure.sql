-- The erasure of a contact, which leaves the log of events verifiable: docs/erasure.md, ADR 60.

-- Asked for: the worker erases. Erased: nothing of the person is left but what docs/erasure.md names.
create table contact_erasures (
  company_id uuid not null references companies,
  contact_id uuid not null,
  state text not null default 'asked' check (state in ('asked', 'erased')),
  reason text not null check (reason in ('person_asked', 'no_longer_needed', 'collected_wrongly')),
  asked_at timestamptz not null default jetpay_now(),
  -- When rows, mails and answers were: what is left is the log, which may have to wait.
  rows_erased_at timestamptz,
  erased_at timestamptz,
  primary key (company_id, contact_id),
  foreign key (company_id, contact_id) references contacts,
  check ((state = 'erased') = (erased_at is not null))
);
create index contact_erasures_asked on contact_erasures (asked_at) where state = 'asked';
create trigger contact_erasures_stay before delete or truncate on contact_erasures
  for each statement execute function refuse_rewriting();
revoke delete, truncate on contact_erasures from current_user, public;

-- What a contact's events are sealed with in files. Without the key nobody reads them.
create table contact_keys (
  company_id uuid not null,
  contact_id uuid not null,
  key_sealed bytea not null,
  primary key (company_id, contact_id)
);

-- The leaf of an event whose text was erased: what the checkpoint over it was made of.
alter table events add column erased_leaf bytea;

-- What is told of an erased contact in place of what was.
create function erased_event_data(contact_id text) returns jsonb language sql immutable strict parallel safe as $$
  select jsonb_build_object('contactId', contact_id, 'email', null, 'name', null, 'externalReference', null,
    'metadata', '{}'::jsonb, 'erased', true)
$$;

-- An event is never changed, but that its text goes with its contact and leaves its hash.
create function refuse_other_erasure() returns trigger language plpgsql as $$
begin
  if old.erased_leaf is null
    and old.type in ('contacts.created', 'contacts.updated')
    and (new.company_id, new.event_id, new.type, new.created_at) = (old.company_id, old.event_id, old.type, old.created_at)
    and new.data = erased_event_data(old.data ->> 'contactId')
    and new.erased_leaf = sha256('\x00'::bytea || convert_to('{"id":' || old.event_id || ',"createdAt":"'
      || to_char(old.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '","type":' || to_json(old.type)
      || ',"data":' || old.data || '}', 'UTF8'))
    and exists (select from contact_erasures e
      where e.company_id = old.company_id and e.contact_id = (old.data ->> 'contactId')::uuid)
  then
    return new;
  end if;
  raise exception 'events is append-only: what was logged is never changed' using errcode = 'insufficient_privilege';
end $$;
drop trigger events_unchanged on events;
create trigger events_unchanged before truncate on events
  for each statement execute function refuse_rewriting();
create trigger events_unchanged_but_erased before update on events
  for each row execute function refuse_other_erasure();
grant update (data, erased_leaf) on events to current_user;

-- Whether the events of contacts are sealed in the file, which has another name then; and when the file of before, which had
-- them plain, was removed.
alter table event_archives add column sealed_at timestamptz, add column plain_removed_at timestamptz;
create or replace function refuse_other_archive() returns trigger language plpgsql as $$
begin
  if (new.company_id, new.first_event_id, new.last_event_id, new.created_before)
      is distinct from (old.company_id, old.first_event_id, old.last_event_id, old.created_before)
    or old.written_at is not null and new.written_at is distinct from old.written_at
    -- The one other file that there may be: the same events, sealed.
    or old.written_at is not null and not (old.sealed_at is null and new.sealed_at is not null)
      and (new.bytes, new.sha256, new.sealed_at) is distinct from (old.bytes, old.sha256, old.sealed_at)
    or old.plain_removed_at is not null and new.plain_removed_at is distinct from old.plain_removed_at
    or old.deleted_at is not null and new.deleted_at is distinct from old.deleted_at then
    raise exception 'event_archives keeps what was recorded' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
