-- The largest amount of each block, so that a search from an amount on asks of no amounts that nobody has: docs/adr/0056.
-- Where a block does not say, nothing is left out; the worker looks at those from before again, beside its work.
alter table search_blocks add column amount_most bigint;
update search_blocks set remake_at = jetpay_now() where list in ('debits', 'credits');
