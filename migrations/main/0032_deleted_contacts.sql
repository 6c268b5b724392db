-- What contacts have open ends with them: docs/transactions.md. What was left open by earlier deletions is ended by the worker, with its events.
update debits d set payable_until = jetpay_now() from contacts c
where c.company_id = d.company_id and c.contact_id = d.contact_id and c.deleted_at is not null
  and d.state = 'requested' and d.payable_until is not null;
update credits d set payable_until = jetpay_now() from contacts c
where c.company_id = d.company_id and c.contact_id = d.contact_id and c.deleted_at is not null and d.state = 'requested';
update authorizations z set due_at = jetpay_now() from debits d, contacts c
where d.company_id = z.company_id and d.debit_id = z.debit_id and c.company_id = d.company_id and c.contact_id = d.contact_id
  and c.deleted_at is not null and d.state = 'preauthorized' and z.capture_amount is null and z.due_at is not null;
