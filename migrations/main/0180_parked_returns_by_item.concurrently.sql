-- Of a timeline: what was decided about its bank items.
create index concurrently bank_parked_returns_by_item on bank_parked_returns (company_id, bank_item_id)
  where resolved_as is not null;
