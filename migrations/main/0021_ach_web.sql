-- Paying by a bank account in the United States on the payment page: docs/payment-page.md.

-- After which rules an agreement was made: Rule H1 of Payments Canada, or the Nacha Operating Rules for debits authorized online. Each has
-- words, versions and a time for which it is kept of its own.
alter table signed_agreements
  add column kind text not null default 'pad_h1' check (kind in ('pad_h1', 'ach_web'));
alter table signed_agreements alter column kind drop default;

-- `web_business`: on our own payment page, for a business. By ACH its class is CCD, as WEB is for consumers only.
alter table bank_items
  drop constraint bank_items_agreed_check,
  add constraint bank_items_agreed_check check (agreed in ('written', 'web', 'web_business'));
-- Those that were agreed to before; all are by EFT, whose files do not say it.
update bank_items i set agreed = 'web_business'
from signed_agreements s
where s.company_id = i.company_id and s.debit_id = i.subject_id and i.kind = 'debit' and i.direction = 'debit'
  and i.agreed = 'web' and s.category = 'business';
