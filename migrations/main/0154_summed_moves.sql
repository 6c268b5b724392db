-- What the moves of a time did, summed, so that a page of numbers reads as few rows of ten million transactions as of ten: docs/summaries.md,
-- ADR 33. Derived from transaction_moves and ledger_entries behind a cursor (src/summaries/sum-moves.ts); no charge writes or waits for a row here.

-- Moves lie in the order of time, so the pages of a time are found without an entry for each move. Summarized as pages fill.
create index transaction_moves_in_time on transaction_moves using brin (moved_at) with (pages_per_range = 32, autosummarize = on);

create table summed_moves (
  company_id uuid not null,
  -- Units of time, in UTC; each holds all moves, so a reader takes the largest that fit between two moments. Every zone differs from UTC by whole
  -- quarters of an hour.
  grain text not null check (grain in ('day', 'hour', 'quarter')),
  -- Of the ledger; '' for moves that post nothing.
  account text not null,
  starts_at timestamptz not null,
  kind text not null,
  move text not null,
  currency currency_code not null,
  -- Why it failed; '' for what did not.
  reason text not null,
  moves bigint not null check (moves > 0),
  -- Minor units: as posted to the account, or, where nothing is posted, of the records that were moved.
  amount bigint not null,
  primary key (company_id, grain, account, starts_at, kind, move, currency, reason)
);

create table summed_until (
  singleton boolean primary key default true check (singleton),
  -- All moves before this are in the sums, none after.
  summed_before timestamptz not null default '-infinity',
  -- All moves before this have committed.
  settled_before timestamptz not null default '-infinity',
  -- When the worker last looked who was writing, and the number of its own transaction then.
  looked_at timestamptz,
  looked_xid xid8
);
insert into summed_until default values;

-- The units of time between two moments that lie on quarters of an hour: days, where a whole one lies between them, with hours and quarters
-- before and after, so that a year is read by its days and a day of Newfoundland by its hours.
create function summing_tiles(starts timestamptz, ends timestamptz)
  returns table (grain text, starts_at timestamptz, ends_at timestamptz) language sql immutable as $$
  with days as (
    select date_bin('1 day', starts + interval '1 day' - interval '1 microsecond', 'epoch') as first_day, date_bin('1 day', ends, 'epoch') as last_day
  ), parts as (
    select 'day' as grain, first_day as starts_at, last_day as ends_at from days where first_day < last_day
    union all
    select 'rest', starts, first_day from days where first_day < last_day
    union all
    select 'rest', last_day, ends from days where first_day < last_day
    union all
    select 'rest', starts, ends from days where first_day >= last_day
  ), hours as (
    select p.starts_at, p.ends_at, date_bin('1 hour', p.starts_at + interval '1 hour' - interval '1 microsecond', 'epoch') as first_hour,
      date_bin('1 hour', p.ends_at, 'epoch') as last_hour
    from parts p where p.grain = 'rest' and p.starts_at < p.ends_at
  )
  select p.grain, p.starts_at, p.ends_at from parts p where p.grain = 'day'
  union all
  select 'hour', first_hour, last_hour from hours where first_hour < last_hour
  union all
  select 'quarter', h.starts_at, first_hour from hours h where first_hour < last_hour and h.starts_at < first_hour
  union all
  select 'quarter', last_hour, h.ends_at from hours h where first_hour < last_hour and last_hour < h.ends_at
  union all
  select 'quarter', h.starts_at, h.ends_at from hours h where first_hour >= last_hour
$$;
