-- Filters of a page that somebody has given a name: a person's own, or the company's.
create table saved_views (
  company_id uuid not null references companies,
  view_id uuid not null,
  -- Whose it is; null where a program has made it.
  user_id uuid,
  name text not null check (length(name) <= 60),
  page text not null check (length(page) <= 60),
  query text not null check (length(query) <= 2000),
  shared boolean not null,
  created_at timestamptz not null default jetpay_now(),
  primary key (company_id, view_id)
);

-- What is found by the end of a card's number: GET /search.
create index credit_cards_by_last4 on credit_cards (company_id, last4, credit_card_id) where last4 is not null;
