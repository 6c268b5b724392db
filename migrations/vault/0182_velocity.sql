-- How cards are tried out, by subject: `company:…`, `visitor:…` (an address at a company), `address:…`, `prefix:…`, `card:…` (a keyed
-- hash of the number) and `bin:…`. Each count halves in six hours from `counted_at` on, so that one row of a subject is all there is of it.
create table velocity (
  subject text primary key,
  tried double precision not null default 0,
  approved double precision not null default 0,
  declined double precision not null default 0,
  counted_at timestamptz not null default jetpay_now(),
  -- Since when it has approved cards, while it has any.
  approved_since timestamptz,
  -- When the main side was last told that it is locked out.
  told_at timestamptz
);
create index velocity_by_age on velocity (counted_at);

-- Attempts at the network, while nobody knows how they end: those of one moment must not all pass under a limit that one of them would reach.
create table velocity_flights (
  flight_id uuid primary key,
  subjects text[] not null,
  -- The approvals of its visitor cover it, should it be declined.
  covered boolean not null,
  started_at timestamptz not null default jetpay_now()
);

alter table card_log drop constraint card_log_kind_check;
alter table card_log add constraint card_log_kind_check check (kind in ('tokenized', 'failed', 'locked'));

-- What the page looks like (docs/embed.md), and whether its contact has a card already that the network has verified.
alter table card_pages add column appearance jsonb, add column known_payer boolean not null default false;
