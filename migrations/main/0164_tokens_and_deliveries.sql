-- A company lists its tokens.
create index api_tokens_of_company on api_tokens (company_id, token_id);
-- Which deliveries had an event: a batch holds at most a hundred, so those that may have it begin close before it.
create index deliveries_by_first_event on deliveries (company_id, webhook_id, first_event_id);
