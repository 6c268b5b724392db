-- What payouts are made of, in order, and when each of it became owed: docs/explain.md.

-- Of what a payout has, what is of its day and what was carried over from before. Null for items from before this, of which nobody noted it.
alter table payout_items add column owed_at timestamptz;
alter table payout_items alter column owed_at set default jetpay_now();

-- By why they are in it: a page of a hundred thousand is read as quickly as one of ten, and their sums from the index.
create index payout_items_in_payout on payout_items (company_id, payout_id, part, transaction_id) include (amount, owed_at)
  where payout_id is not null;
drop index payout_items_by_payout;

-- What needs somebody, for each company by itself.
create index payouts_returned on payouts (company_id, payout_id) where state = 'returned';
create index disputes_to_answer on disputes (company_id, respond_by) where state = 'needs_response';
create index credit_cards_to_expire on credit_cards (company_id, expiry_year, expiry_month) where state = 'active';
create index reconciliation_items_to_resolve on reconciliation_items (company_id, item_id) where state = 'open';
