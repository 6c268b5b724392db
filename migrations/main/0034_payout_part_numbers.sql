-- Parts of a payout are numbered on through its retries: ten thousand at a time, which a smallint does not hold for long.
alter table bank_items alter column part type integer;
