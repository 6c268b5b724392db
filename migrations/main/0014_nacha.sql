-- ACH: how a debit was agreed to decides its class, and a notice of change may be about other parts of an account.

-- `web`: on our own payment page, by its payer. Else as the company has it.
alter table bank_items add column agreed text not null default 'written' check (agreed in ('written', 'web'));

alter table bank_notices
  alter column institution_number drop not null,
  alter column transit_number drop not null,
  alter column account_number_sealed drop not null,
  alter column account_number_last4 drop not null,
  -- The bank's code of what has changed, such as C01; null of a notice by EFT, which has none.
  add column change_code text,
  add column routing_number text,
  add column account_type text check (account_type in ('chequing', 'savings')),
  add column holder_name text;
