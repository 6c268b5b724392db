-- The double-entry ledger: what each move of money posts, written in the statement that makes the move, never changed
-- after. A debit is positive and a credit negative, so that a move's postings sum to zero.

-- The postings that transactions/lifecycle.ts declares, each for the transaction's whole amount; a test holds the two equal.
create table lifecycle_postings (
  kind text not null,
  move text not null,
  line smallint not null check (line > 0),
  account text not null,
  side text not null check (side in ('debit', 'credit')),
  primary key (kind, move, line)
);
insert into lifecycle_postings (kind, move, line, account, side) values
  ('card_debit', 'charge', 1, 'network_receivable', 'debit'),
  ('card_debit', 'charge', 2, 'company_payable', 'credit');

create table ledger_entries (
  company_id uuid not null,
  transaction_id uuid not null,
  -- The move's place in transaction_moves.
  sequence smallint not null,
  line smallint not null check (line > 0),
  account text not null check (account in
    ('network_receivable', 'company_payable', 'bank_clearing', 'fees', 'refunds', 'losses')),
  currency text not null check (currency in ('CAD', 'USD')),
  amount bigint not null check (amount <> 0),
  posted_at timestamptz not null,
  -- In UTC, as every day of the platform.
  day date not null generated always as ((posted_at at time zone 'utc')::date) stored,
  primary key (company_id, transaction_id, sequence, line),
  foreign key (company_id, transaction_id, sequence) references transaction_moves
);
-- Lists and statements go by it, and sums read nothing else.
create index ledger_entries_by_day on ledger_entries (company_id, day, transaction_id, sequence, line)
  include (account, currency, amount);

-- A statement inserts all lines of the moves that it makes, so whatever does not sum to zero in it never will.
create function refuse_unbalanced_postings() returns trigger language plpgsql as $$
declare
  move record;
begin
  select company_id, transaction_id, sequence, currency, sum(amount) as difference into move from posted
  group by company_id, transaction_id, sequence, currency having sum(amount) <> 0 limit 1;
  if found then
    raise exception 'the postings of move % of transaction % differ by % in %',
      move.sequence, move.transaction_id, move.difference, move.currency using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger ledger_entries_balance after insert on ledger_entries
  referencing new table as posted for each statement execute function refuse_unbalanced_postings();

-- Append-only twice over: the owner gives up the privileges, and whoever has them is refused all the same.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: correct an entry by posting its opposite', tg_table_name
    using errcode = 'insufficient_privilege';
end $$;
create trigger ledger_entries_append_only before update or delete or truncate on ledger_entries
  for each statement execute function refuse_change();
revoke update, delete, truncate on ledger_entries from current_user, public;
