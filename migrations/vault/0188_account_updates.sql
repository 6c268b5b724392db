-- What the network says of accounts behind saved cards: another number, another date, closed. docs/account-updates.md, docs/adr/0058.
alter table cards
  -- Since when its number is another than the one that it was saved with: a reversal of what was sent before goes without it.
  add column renumbered_at timestamptz,
  -- The network has said that there is no account any more. Its number stays for refunds.
  add column closed_at timestamptz;

-- Files of updates, each by its number. `applied`: how many records were gone through, so that a crash goes on after them.
create table account_update_files (
  network_id text not null,
  sequence bigint not null,
  sha256 bytea not null check (length(sha256) = 32),
  records integer not null,
  applied integer not null default 0,
  -- Cards that were changed.
  cards integer not null default 0,
  begun_at timestamptz not null default jetpay_now(),
  ended_at timestamptz,
  primary key (network_id, sequence),
  check (applied between 0 and records)
);

alter table card_log
  alter column company_id drop not null,
  alter column card_id drop not null,
  drop constraint card_log_kind_check,
  add constraint card_log_kind_check check (kind in ('tokenized', 'failed', 'locked', 'updated', 'update_file')) not valid,
  add constraint card_log_of_card check ((company_id is null) = (kind = 'update_file') and (card_id is null) = (kind = 'update_file')) not valid;
