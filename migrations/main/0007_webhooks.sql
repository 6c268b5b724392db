-- Outgoing mail, written in the transaction of what it tells of and sent by the worker (worker/send-mails.ts).
create table mails (
  -- The nil company is the platform itself.
  company_id uuid not null,
  mail_id uuid not null,
  to_address text not null,
  subject text not null,
  text text not null,
  html text,
  -- [{"filename", "content_type", "content_base64"}]
  attachments jsonb not null default '[]',
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default jetpay_now(),
  error text,
  created_at timestamptz not null default jetpay_now(),
  sent_at timestamptz,
  primary key (company_id, mail_id)
);
create index mails_due on mails (next_attempt_at) where state = 'queued';
create index mails_ended on mails (created_at) where state <> 'queued';

-- Where a company is told of its webhooks' trouble; null: the operator is told alone.
alter table companies add column alert_email text;

alter table webhooks
  -- After a failure fewer events are sent at once, until it goes well again: an event that a receiver cannot take ends up alone.
  add column batch_limit integer check (batch_limit >= 1),
  add column last_failed_at timestamptz,
  -- What has been told of the present failing (webhooks/alert.ts), so that each is told once.
  add column alerted text check (alerted in ('first_failure', 'lasting', 'ending', 'failed')),
  -- Events below the cursor that are delivered again because somebody asked; turns alternate with the cursor's.
  add column redeliver_from bigint check (redeliver_from >= 1),
  add column redeliver_through bigint,
  add column redelivered_last boolean not null default false,
  add check ((redeliver_from is null) = (redeliver_through is null)),
  -- Room on each page for the row's next version: a delivery writes it twice and touches no index.
  set (fillfactor = 50);

alter table deliveries
  add column kind text not null default 'events' check (kind in ('events', 'redelivery', 'test')),
  add column error_class text,
  add column response_excerpt text;
update deliveries set kind = 'test' where first_event_id = 0;
update deliveries set error_class = 'other' where error is not null;
alter table deliveries add check ((error is null) = (error_class is null));

-- Keys take turns by time: of those whose time has come, the highest generation signs. The next one is published before.
drop index signing_keys_signing;
alter table signing_keys drop column retired_at,
  add column generation integer,
  add column signs_from timestamptz,
  -- The data key of this private key, wrapped by the named key-encryption key (src/seal.ts). Null in a row that was sealed before
  -- there were data keys.
  add column data_key_wrapped bytea,
  add column key_encryption_key_id text,
  -- Destroyed once the key signs no more.
  alter column private_jwk_sealed drop not null;
update signing_keys set signs_from = created_at, generation = place
from (select key_id, row_number() over (order by created_at, key_id) as place from signing_keys) numbered
where numbered.key_id = signing_keys.key_id;
alter table signing_keys alter column generation set not null, alter column signs_from set not null,
  -- Of two processes that make the next key one wins, and both use that.
  add constraint signing_keys_generation unique (generation);
