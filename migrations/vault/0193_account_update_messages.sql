-- Account updates that the network has sent as messages of its own, each by what it calls it: a repeat is answered and changes nothing.
-- docs/account-updates.md.
create table account_update_messages (
  message text primary key,
  -- Cards that were changed.
  cards integer not null,
  taken_at timestamptz not null default jetpay_now()
);
create index account_update_messages_by_age on account_update_messages (taken_at);
