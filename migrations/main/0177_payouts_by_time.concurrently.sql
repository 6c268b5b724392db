-- How many payouts were made in a time: counted for home, without a look at their rows.
create index concurrently payouts_by_time on payouts (company_id, created_at) include (currency);
