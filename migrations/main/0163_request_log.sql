-- What companies have asked of the API, for their developers: src/http/request-log.ts. A ring of eight tables: the next one is
-- emptied and written once a day, or once the one before is full, so that neither age nor size grows and nothing is deleted by row.
create table request_log (
  company_id uuid not null,
  -- UUIDv7, so their order is the order of time.
  request_id uuid not null,
  slot smallint not null check (slot between 0 and 7),
  at timestamptz not null,
  method text not null,
  path text not null,
  query text,
  operation text not null,
  status smallint not null,
  problem jsonb,
  duration_us integer not null,
  token_id uuid,
  user_id uuid,
  address text not null,
  user_agent text,
  idempotency_key_hash bytea,
  replayed boolean not null,
  primary key (company_id, request_id, slot)
) partition by list (slot);
create table request_log_0 partition of request_log for values in (0);
create table request_log_1 partition of request_log for values in (1);
create table request_log_2 partition of request_log for values in (2);
create table request_log_3 partition of request_log for values in (3);
create table request_log_4 partition of request_log for values in (4);
create table request_log_5 partition of request_log for values in (5);
create table request_log_6 partition of request_log for values in (6);
create table request_log_7 partition of request_log for values in (7);

-- Which of them is written, and since when. One row.
create table request_log_ring (
  one boolean primary key default true check (one),
  slot smallint not null check (slot between 0 and 7),
  since timestamptz not null
);
insert into request_log_ring (slot, since) values (0, jetpay_now());

-- A table's name is no parameter, so what empties one of them is here.
create function empty_request_log(slot integer) returns void language plpgsql as $$
begin
  execute format('truncate request_log_%s', slot);
end $$;

-- Where requests are missing, since the log waits for nobody: how many, from when to when.
create table request_log_gaps (
  company_id uuid not null,
  gap_id uuid not null,
  from_at timestamptz not null,
  through_at timestamptz not null,
  lost integer not null,
  primary key (company_id, gap_id)
);
