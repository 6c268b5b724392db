-- The id that a trusted proxy gave a request (`X-Request-Id`), which has no order: the log's own stays the one that pages go by.
alter table request_log add column proxy_request_id uuid;
create index request_log_by_proxy_request_id on request_log (company_id, proxy_request_id) where proxy_request_id is not null;
