-- A payout travels as as many bank items as its amount needs, and each of them may come back by itself: docs/clearing.md.

alter table bank_items add column part smallint not null default 1;
-- Of a payout each part moves once; that all of them are not more than the payout is guarded by its `amount_owed`.
drop index bank_items_once;
create unique index bank_items_once on bank_items (company_id, kind, subject_id, direction, part)
  where state in ('queued', 'sent', 'settled');

-- What of the payout no bank has: less by each item that is handed over, more by each that comes back.
alter table payouts add column amount_owed bigint;
update payouts set amount_owed = case when state in ('requested', 'returned') then amount else 0 end;
alter table payouts alter column amount_owed set not null,
  add constraint payouts_owed_within_amount check (amount_owed between 0 and amount);

insert into lifecycle_moves (kind, move, from_state, to_state) values
  ('payout', 'send_more', 'initiated', 'initiated'),
  ('payout', 'send_more', 'returned', 'returned'),
  ('payout', 'return', 'requested', 'returned'),
  ('payout', 'return', 'returned', 'returned'),
  ('payout', 'refuse', 'initiated', 'returned'),
  ('payout', 'refuse', 'returned', 'returned');
-- Each for the items that it is about.
update lifecycle_postings set measure = 'record' where kind = 'payout';
insert into lifecycle_postings (kind, move, line, account, side, measure) values
  ('payout', 'send_more', 1, 'company_payable', 'debit', 'record'),
  ('payout', 'send_more', 2, 'bank_clearing', 'credit', 'record');

create or replace function payout_event_data(payout payouts) returns jsonb language sql stable as $$
  select jsonb_build_object('payoutId', payout.payout_id, 'state', payout.state,
    'amount', major_units(payout.amount), 'amountOwed', major_units(payout.amount_owed), 'currency', payout.currency,
    'bankAccountId', payout.bank_account_id, 'failReason', payout.fail_reason)
$$;

-- Those that wait for somebody who was never told.
insert into alarms (alarm_id, company_id, kind, subject, details)
select gen_random_uuid(), company_id, 'payout_returned', payout_id::text, jsonb_build_object('payout_id', payout_id,
  'amount', major_units(amount), 'amount_owed', major_units(amount_owed), 'currency', currency, 'bank_account_id', bank_account_id,
  'fail_reason', fail_reason, 'do', 'have the company correct the account, then POST /payout/' || payout_id || '/retry')
from payouts where state = 'returned';
