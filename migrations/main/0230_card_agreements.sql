-- What the cardholder agreed to as the card was saved: the reference that charges name, edition and language of the words, and when.
-- Null of cards that were saved before it was kept.
alter table credit_cards add column agreement jsonb;
