-- What one transaction's timeline reads by key: docs/transactions.md.

-- When the network was asked and when it answered, to the microsecond; `transmitted_at` is a field of the message and has seconds. Null in
-- attempts of before. The default says when a row is made, so that no statement has to.
alter table attempts add column asked_at timestamptz, add column answered_at timestamptz;
alter table attempts alter column asked_at set default jetpay_now();

-- Events of a transaction, and the deliveries that an event may be in.
create index events_by_transaction on events (company_id, ((data ->> 'transactionId')::uuid))
  where data ->> 'transactionId' is not null;
create index deliveries_by_event on deliveries (company_id, webhook_id, last_event_id);

-- The debit or credit that a mail is about.
alter table mails add column transaction_id uuid;
create index mails_by_transaction on mails (company_id, transaction_id) where transaction_id is not null;

-- What the payer was shown, so that the same PDF can be drawn again: {"head", "paragraphs"}. Null in agreements of before, of which `terms`
-- has the words.
alter table signed_agreements add column shown jsonb;
