-- The largest amount of a company's list is its first entry, and a block that does not say is before it.
create index concurrently search_blocks_by_amount on search_blocks (company_id, list, amount_most desc nulls first);
