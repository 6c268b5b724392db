-- Bank accounts by what people have of one.
create index concurrently bank_accounts_by_last4 on bank_accounts (company_id, account_number_last4, bank_account_id);
