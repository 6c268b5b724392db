-- What the network has called the verification that the card was saved with: each later charge of the card names it.
-- Null of cards that were saved before it was kept.
alter table cards add column network_transaction_id text;
