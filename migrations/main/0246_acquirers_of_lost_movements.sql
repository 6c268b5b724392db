-- As whose a lost movement was sent: two acquirers may give out the same RRN. Empty of before, and of the bank's.
alter table recovery_items add column acquirer_id text not null default '';
