-- Cards that leave for another processor, or come from one, in a sealed file: docs/portability.md, docs/adr/0059-portability.md.

-- Who may ask for that and approve it: each has a secret that only they know, of which the hash is kept.
create table card_custodians (
  name text primary key,
  secret_hash bytea not null,
  -- Null of the first two.
  added_by text,
  added_at timestamptz not null default jetpay_now(),
  -- From when on they may act.
  active_from timestamptz not null,
  removed_at timestamptz,
  removed_by text,
  -- The main side was told, so that the operator sees it.
  told boolean not null default false
);

create table card_transfers (
  transfer_id uuid primary key,
  direction text not null check (direction in ('export', 'import')),
  company_id uuid not null,
  -- `preparing`: the main side lists the cards that leave, or finds the contacts of those that come. `landing`: it makes their cards.
  state text not null check (state in ('preparing', 'asked', 'approved', 'landing', 'done', 'refused', 'cancelled', 'expired')),
  asked_by text not null,
  asked_at timestamptz not null default jetpay_now(),
  note text not null,
  approved_by text,
  approved_at timestamptz,
  -- Until when it may be approved, and begun.
  ends_at timestamptz not null,
  -- Of an export: the public key that the file is sealed to (SubjectPublicKeyInfo), and its SHA-256.
  recipient bytea,
  thumbprint text,
  -- Of an export: where it is written, once that has begun.
  file text,
  file_sha256 text,
  -- Of an import: what the file says of whom it is from.
  origin text,
  cards bigint not null default 0,
  -- The last card that an import has stored.
  stored bigint not null default 0,
  -- The last card that the main side has listed.
  listed uuid,
  -- How often the main side has done its part: what it does twice counts once.
  step bigint not null default 0,
  told_state text,
  -- Why it was refused.
  problem text,
  ended_at timestamptz,
  constraint card_transfers_two_people check (asked_by <> approved_by),
  check ((approved_by is null) = (approved_at is null)),
  check (state not in ('approved', 'landing', 'done') or approved_by is not null),
  check ((direction = 'export') = (recipient is not null)),
  check ((state in ('done', 'refused', 'cancelled', 'expired')) = (ended_at is not null))
);
-- One at a time of a company, and so one reader of the file's place.
create unique index card_transfers_open on card_transfers (company_id) where ended_at is null;
create index card_transfers_by_time on card_transfers (asked_at);

-- The cards of each, in the order of the file. No number is in here: that is in the file, and in `cards`.
create table transfer_cards (
  transfer_id uuid not null references card_transfers on delete cascade,
  line bigint not null,
  card_id uuid not null,
  -- Of an export.
  contact_id uuid,
  -- Of an import: what the file calls card and contact.
  their_card_id text,
  their_contact_id text,
  outcome text check (outcome in ('exported', 'gone', 'unreadable', 'stored', 'landed', 'known', 'deleted', 'no_contact')),
  primary key (transfer_id, line),
  unique (transfer_id, card_id)
);
create index transfer_cards_stored on transfer_cards (transfer_id, line) where outcome = 'stored';

-- The contacts that an import names, as the main side has found them.
create table transfer_contacts (
  transfer_id uuid not null references card_transfers on delete cascade,
  their_contact_id text not null,
  looked_for boolean not null default false,
  contact_id uuid,
  primary key (transfer_id, their_contact_id)
);
create index transfer_contacts_due on transfer_contacts (transfer_id, their_contact_id) where not looked_for;
