-- The id that a trusted proxy gave a request (`X-Request-Id`), which has no order: the log's own stays the one that pages go by.
alter table request_log add column proxy_request_id uuid;

-- In which trace a transaction was asked for: src/events/transaction-traces.ts. Not logged: what a crash takes nobody needs.
create unlogged table transaction_traces (
  company_id uuid not null,
  transaction_id uuid not null,
  traceparent text not null,
  created_at timestamptz not null default jetpay_now(),
  primary key (company_id, transaction_id)
);
create index transaction_traces_created on transaction_traces (created_at);
