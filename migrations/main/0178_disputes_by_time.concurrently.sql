-- How many disputes were opened in a time: counted for home, without a look at their rows.
create index concurrently disputes_by_time on disputes (company_id, opened_at) include (currency);
