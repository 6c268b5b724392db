-- Which currencies there are, the main database says (docs/adr/0023), and the vault's questions are held to the program's list; here only
-- what a code looks like (ISO 4217), so that a further currency changes nothing.
alter table card_pages drop constraint card_pages_pays_currency_check;
alter table card_pages add constraint card_pages_pays_currency_check check (pays_currency ~ '^[A-Z]{3}$') not valid;
