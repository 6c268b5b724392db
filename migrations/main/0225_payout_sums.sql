-- What a payout is made of in sums, kept from when it is made: its items never change again, and a day of a large company has a hundred
-- thousand of them. A payout made before has none and is summed when it is read: src/payouts/payout-sums.ts.
create table payout_sums (
  company_id uuid not null,
  payout_id uuid not null,
  part text not null,
  -- Whether it takes from the payout.
  less boolean not null,
  -- Whether it was owed since an earlier day, as days begin in this time zone.
  carried boolean not null,
  time_zone text not null,
  amount bigint not null,
  items bigint not null check (items > 0),
  primary key (company_id, payout_id, part, less, carried),
  foreign key (company_id, payout_id) references payouts
);
