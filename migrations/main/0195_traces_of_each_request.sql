-- A transaction that one request makes and another captures is in two traces: src/events/transaction-traces.ts. Made anew, as after a crash
-- of the server: what is in it is of use for a day, and nobody needs it.
drop table transaction_traces;
create unlogged table transaction_traces (
  company_id uuid not null,
  transaction_id uuid not null,
  traceparent text not null,
  created_at timestamptz not null default jetpay_now(),
  primary key (company_id, transaction_id, traceparent)
);
create index transaction_traces_created on transaction_traces (created_at);
