-- Chargebacks of captured charges that lie in open items without a dispute, as they were more than what was left, or not the first of their
-- charge (before 0030): what the item has of them is taken out of it, and they are applied again, so each gets its dispute, with its event and a
-- deadline from now on, and only the excess is an item. What a person has decided stays.
do $$
declare
  parked record;
  item reconciliation_items;
  number smallint;
begin
  for parked in
    select r.network_id, r.sequence, r.line, r.amount, i.company_id, i.item_id
    from clearing_records r
    join attempts a on a.company_id = r.company_id and a.debit_id = r.debit_id and a.rrn = r.rrn and a.stan = r.stan
      and a.state = 'approved' and a.kind <> 'refund'
    join debits d on d.company_id = r.company_id and d.debit_id = r.debit_id and d.state in ('paid', 'completed')
      and d.rail = 'card' and d.currency = r.currency
    join reconciliation_items i on i.company_id = r.company_id and i.debit_id = r.debit_id and i.refund_id is null
      and i.rrn = r.rrn and i.currency = r.currency and i.state = 'open'
    where r.kind = 'adjustment' and r.reason = '0301' and r.outcome = 'difference' and r.amount < 0 and r.dispute_id is null
    order by r.network_id, r.sequence, r.line
  loop
    update reconciliation_items i set received = i.received - parked.amount
    where i.company_id = parked.company_id and i.item_id = parked.item_id and i.state = 'open' returning * into item;
    -- Closed by the one before: what is left of it was squared.
    continue when not found;
    number := next_move_sequence(item.company_id, item.item_id);
    insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
    values (item.company_id, item.item_id, number, 'add', 'open', 'open', jetpay_now());
    insert into ledger_entries (company_id, transaction_id, sequence, line, account, currency, amount, posted_at)
    select item.company_id, item.item_id, number, p.line, p.account, item.currency,
      case p.side when 'debit' then -parked.amount else parked.amount end, jetpay_now()
    from lifecycle_postings p where p.kind = 'reconciliation_item' and p.move = 'add';

    -- An item that expected nothing and has nothing left is about nothing.
    if item.expected = 0 and item.received = 0 then
      update reconciliation_items i set state = 'corrected', resolved_at = jetpay_now(), resolved_by = 'clearing',
        note = 'its chargeback has a dispute now'
      where i.company_id = item.company_id and i.item_id = item.item_id;
      insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
      values (item.company_id, item.item_id, number + 1, 'correct', 'open', 'corrected', jetpay_now());
      update alarms set closed_at = jetpay_now(), closed_by = 'clearing'
      where kind = 'clearing_difference' and subject = item.network_id || ' ' || item.sequence and closed_at is null
        and not exists (select from reconciliation_items i
          where i.network_id = item.network_id and i.sequence = item.sequence and i.state = 'open');
    end if;
    update clearing_records r set outcome = null, due_at = jetpay_now()
    where r.network_id = parked.network_id and r.sequence = parked.sequence and r.line = parked.line;
  end loop;
end
$$;
