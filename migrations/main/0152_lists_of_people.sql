-- Open payment links of a company (list_payment_links). A charge of a saved card has no `payable_until` and so no row here; neither column of
-- the condition is new to debits' indexes, so no update costs more.
create index debits_open_links on debits (company_id, debit_id) where payable_until is not null;
create index credits_open_links on credits (company_id, credit_id) where payable_until is not null and state = 'requested';
-- Agreements of a contact, by its accounts (list_contact_agreements).
create index debit_agreements_by_account on debit_agreements (company_id, bank_account_id, debit_id);
