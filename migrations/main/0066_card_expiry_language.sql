-- A card's last month is announced once, and after its end the card is `expired`: worker/expire-cards.ts.
alter table credit_cards add column expiring_told_at timestamptz, add column expired_at timestamptz;
-- The worker's two lists, by the month that is on the card. A card is on one of them at most.
create index credit_cards_expiring on credit_cards (expiry_year, expiry_month)
  where state = 'active' and expiring_told_at is null;
create index credit_cards_past on credit_cards (expiry_year, expiry_month)
  where state = 'active' and expiring_told_at is not null;

alter table credit_cards add constraint known_funding check (funding in ('credit', 'debit', 'prepaid'));

-- A contact without a language is shown its browser's, and where that says nothing the company's.
alter table companies add column language text not null default 'en' check (language in ('en', 'fr'));
alter table contacts alter column language drop not null;
alter table contacts alter column language drop default;
