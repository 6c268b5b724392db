-- What a card ended in before its network gave it another number: a payment shows the card that paid it. docs/account-updates.md.
create table former_card_numbers (
  company_id uuid not null,
  credit_card_id uuid not null,
  -- When the one after it was heard of.
  until timestamptz not null,
  brand text,
  last4 text not null check (last4 ~ '^\d{4}$'),
  primary key (company_id, credit_card_id, until),
  foreign key (company_id, credit_card_id) references credit_cards
);
