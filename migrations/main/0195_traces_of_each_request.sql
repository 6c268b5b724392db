-- A transaction that one request makes and another captures is in two traces: src/events/transaction-traces.ts.
alter table transaction_traces drop constraint transaction_traces_pkey,
  add primary key (company_id, transaction_id, traceparent);
