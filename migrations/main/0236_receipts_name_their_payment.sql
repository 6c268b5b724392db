-- A receipt names its payment, as each mail to a payer does: the timeline shows it, and it goes with its contact.
-- Those from before say it in their text.
update mails m set transaction_id = d.debit_id
from debits d
where m.transaction_id is null and m.text ~ 'Transaction\W*: [0-9a-f]{8}-[0-9a-f]{4}-7'
  and d.company_id = m.company_id and d.debit_id = substring(m.text from 'Transaction\W*: ([0-9a-f-]{36})')::uuid;
