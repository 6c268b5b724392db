-- What blocks of some 1,024 rows of a list hold, so that a search reads only blocks that may have what it looks for:
-- docs/adr/0036. The worker makes them (src/search/summarize-lists.ts), so a database from before is summarized beside its
-- work; the lists' own tables have no index more.
create table search_blocks (
  company_id uuid not null,
  -- The table of the list.
  list text not null,
  -- The block has the rows with ids above the one and up to the other. Blocks leave no id out between them.
  last_id uuid not null,
  after_id uuid not null,
  created_from timestamptz not null,
  created_to timestamptz not null,
  -- Hashes of what its rows have together and may change: state, reason, rail …
  facets integer[] not null,
  -- Of the terms of the same block, by which it is seen whether they have changed.
  terms_hash text not null,
  made_at timestamptz not null default jetpay_now(),
  -- When it is looked at again.
  remake_at timestamptz,
  primary key (company_id, list, last_id)
);
-- Written by the worker only, so it waits for its own entries: a search would read what is pending from end to end.
create index search_blocks_by_facet on search_blocks using gin (facets) with (fastupdate = off);
create index search_blocks_due on search_blocks (remake_at) where remake_at is not null;

-- What hardly changes of a row is most of what there is: apart, so that a block is made again without it.
create table search_terms (
  company_id uuid not null,
  list text not null,
  last_id uuid not null,
  after_id uuid not null,
  terms integer[] not null,
  primary key (company_id, list, last_id)
);
-- Hashes do not compress.
alter table search_terms alter column terms set storage external;
create index search_terms_by_term on search_terms using gin (terms) with (fastupdate = off);

-- Rows that have changed what a block says of them, in the transaction that changes them: until their block is made
-- again, a search reads it.
create table restated_rows (
  company_id uuid not null,
  list text not null,
  row_id uuid not null,
  restated_id bigint generated always as identity
);
create index restated_rows_by_list on restated_rows (company_id, list, row_id);

-- A company has many of each; told as 0100 tells it of the tables before.
do $$
declare
  held text;
begin
  if to_regproc('pg_restore_attribute_stats') is null then return; end if;
  foreach held in array array['search_blocks', 'search_terms', 'restated_rows'] loop
    perform pg_restore_attribute_stats('schemaname', current_schema()::text, 'relname', held,
      'attname', 'company_id', 'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 2::real);
  end loop;
end $$;

-- Its argument is the column of the row's id.
create function restate_row() returns trigger language plpgsql as $$
begin
  insert into restated_rows (company_id, list, row_id)
  values (new.company_id, tg_table_name, (to_jsonb(new) ->> tg_argv[0])::uuid);
  return null;
end $$;

-- Not for the moves that nearly every debit makes: a block is made a minute after its debits, when those of a charge are
-- over, and says of a paid debit that it may be completed too.
create trigger debits_restated after update on debits
  for each row when (
    not (new.rail = 'card' and new.payable_until is null and old.state = 'requested' and new.state in ('paid', 'failed')
      and new.updated_at < new.created_at + interval '20 seconds')
    and ((old.state is distinct from new.state and not (old.state = 'paid' and new.state = 'completed'))
      or (old.rail, old.fail_reason, old.amount, old.currency, old.to_bank_account_id, old.from_bank_account_id, old.statement,
          old.external_reference, old.metadata)
        is distinct from
        (new.rail, new.fail_reason, new.amount, new.currency, new.to_bank_account_id, new.from_bank_account_id, new.statement,
          new.external_reference, new.metadata)))
  execute function restate_row('debit_id');
create trigger credits_restated after update on credits
  for each row when (
    (old.state, old.fail_reason, old.amount, old.currency, old.to_bank_account_id, old.from_bank_account_id, old.statement,
      old.external_reference, old.metadata)
    is distinct from
    (new.state, new.fail_reason, new.amount, new.currency, new.to_bank_account_id, new.from_bank_account_id, new.statement,
      new.external_reference, new.metadata))
  execute function restate_row('credit_id');
create trigger contacts_restated after update on contacts
  for each row when (
    (old.name, old.tags, old.external_reference, old.metadata, old.deleted_at)
    is distinct from (new.name, new.tags, new.external_reference, new.metadata, new.deleted_at))
  execute function restate_row('contact_id');
create trigger refunds_restated after update on refunds
  for each row when (old.state is distinct from new.state) execute function restate_row('refund_id');
create trigger payouts_restated after update on payouts
  for each row when (old.state is distinct from new.state) execute function restate_row('payout_id');
create trigger disputes_restated after update on disputes
  for each row when (old.state is distinct from new.state) execute function restate_row('dispute_id');
create trigger schedules_restated after update on schedules
  for each row when (
    (old.state, old.external_reference, old.metadata) is distinct from (new.state, new.external_reference, new.metadata))
  execute function restate_row('schedule_id');
create trigger reconciliation_items_restated after update on reconciliation_items
  for each row when (old.state is distinct from new.state) execute function restate_row('item_id');
