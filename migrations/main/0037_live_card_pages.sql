-- From which address (IPv6: which /64) a card page of a payment link was opened; null where the company asked for it with its token.
alter table debit_cards add column opened_from text;
