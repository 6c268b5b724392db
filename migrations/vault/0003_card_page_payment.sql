-- A page whose card pays at once says so, and how much. Null: the card is saved.
alter table card_pages
  add column pays_amount bigint check (pays_amount > 0),
  add column pays_currency text check (pays_currency in ('CAD', 'USD')),
  add check ((pays_amount is null) = (pays_currency is null));
