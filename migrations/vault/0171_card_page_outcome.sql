-- How a page's one submit went, told again to whoever loads it again: brand and last4, or fail_reason. Null of pages that ended before.
alter table card_pages add column outcome jsonb;
