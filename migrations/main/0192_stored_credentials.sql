-- How a saved card was used for a debit, as the network was told. Null of all others, and of debits from before this was kept.
alter table debits add column initiator text, add column reason text;
alter table debits add constraint known_initiator check (initiator in ('customer', 'merchant')) not valid;

-- What the network has said of a card as it verified it: its codes as they came, the issuer's country, and what it has called the
-- verification, which each later charge of the card names. Null where it said nothing, and of cards from before this was kept.
alter table credit_cards add column country text, add column cvc_result text, add column postal_code_result text,
  add column network_transaction_id text;
