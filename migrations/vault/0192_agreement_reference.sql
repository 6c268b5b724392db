-- The reference of what the cardholder agreed to as the card was saved: each charge that the merchant starts names it.
-- Null of cards that were saved before it was kept, or that came without. docs/cards.md.
alter table cards add column agreement_reference text;
