-- What the network has said since of the account behind a card: docs/account-updates.md. How often, the newest reason and when.
alter table credit_cards
  add column account_updates integer not null default 0,
  add column account_updated_as text,
  add column account_updated_at timestamptz,
  add constraint known_account_update check (account_updated_as in ('new_number', 'new_expiry', 'closed')) not valid;

alter table credit_cards drop constraint credit_cards_state_check;
alter table credit_cards add constraint credit_cards_state_check
  check (state in ('pending', 'active', 'single_use', 'failed', 'expired', 'closed', 'deleted')) not valid;
