-- FROZEN. The floor of `npm run bench -- charges`: the least that a durable charge is to this PostgreSQL. It does
-- not follow the product: bench/floor.test.ts holds its hash, and whoever changes it voids all figures before.
-- Six rows a charge, no foreign keys: what was asked, its key, that it was told; how it ended, the money, that it was told.
create table charges (
  company_id bigint,
  charge_id bigint,
  card_id bigint not null,
  amount bigint not null,
  currency text not null,
  statement text not null,
  created_at timestamptz not null,
  primary key (company_id, charge_id)
);
create table keys (
  company_id bigint,
  key bigint,
  charge_id bigint not null,
  primary key (company_id, key)
);
create table outcomes (
  company_id bigint,
  charge_id bigint,
  state text not null,
  code text not null,
  ended_at timestamptz not null,
  primary key (company_id, charge_id)
);
create table postings (
  company_id bigint,
  charge_id bigint,
  debit_account integer not null,
  credit_account integer not null,
  amount bigint not null,
  primary key (company_id, charge_id)
);
create table events (
  event_id bigint generated always as identity primary key,
  company_id bigint not null,
  charge_id bigint not null,
  type text not null,
  data jsonb not null,
  created_at timestamptz not null
);
