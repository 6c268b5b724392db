-- Debits that wait for their payer, and debits and credits that move over the bank: docs/transactions.md, ADR 8.

insert into lifecycle_moves (kind, move, from_state, to_state) values
  ('open_debit', 'cancel', 'requested', 'cancelled'),
  ('open_debit', 'expire', 'requested', 'cancelled'),
  ('open_debit', 'fail_try', 'requested', 'requested'),
  ('eft_debit', 'agree', 'requested', 'initiated'),
  ('eft_debit', 'cancel', 'initiated', 'cancelled'),
  ('eft_debit', 'pull', 'initiated', 'paid'),
  ('eft_debit', 'fail', 'initiated', 'failed'),
  ('eft_debit', 'deposit', 'paid', 'completed'),
  ('eft_debit', 'refuse_deposit', 'paid', 'failed'),
  ('eft_debit', 'redeposit', 'failed', 'completed'),
  ('eft_debit', 'return', 'paid', 'failed'),
  ('eft_debit', 'return_late', 'completed', 'completed'),
  ('eft_debit', 'return_late', 'failed', 'failed'),
  ('eft_credit', 'cancel', 'requested', 'cancelled'),
  ('eft_credit', 'cancel', 'initiated', 'cancelled'),
  ('eft_credit', 'expire', 'requested', 'cancelled'),
  ('eft_credit', 'initiate', 'requested', 'initiated'),
  ('eft_credit', 'pull', 'initiated', 'paid'),
  ('eft_credit', 'fail', 'initiated', 'failed'),
  ('eft_credit', 'deliver', 'paid', 'completed'),
  ('eft_credit', 'bounce', 'paid', 'failed'),
  ('eft_credit', 'unfund', 'paid', 'failed'),
  ('eft_credit', 'return_pull', 'paid', 'paid'),
  ('eft_credit', 'return_pull', 'completed', 'completed'),
  ('eft_credit', 'return_pull', 'failed', 'failed'),
  ('eft_credit', 'return_push', 'completed', 'completed'),
  ('bank_item', 'cancel', 'queued', 'cancelled');
insert into lifecycle_postings (kind, move, line, account, side) values
  ('eft_debit', 'pull', 1, 'bank_clearing', 'debit'),
  ('eft_debit', 'pull', 2, 'company_payable', 'credit'),
  ('eft_debit', 'return', 1, 'company_payable', 'debit'),
  ('eft_debit', 'return', 2, 'bank_clearing', 'credit'),
  ('eft_debit', 'return_late', 1, 'company_payable', 'debit'),
  ('eft_debit', 'return_late', 2, 'bank_clearing', 'credit'),
  ('eft_credit', 'pull', 1, 'bank_clearing', 'debit'),
  ('eft_credit', 'pull', 2, 'company_payable', 'credit'),
  ('eft_credit', 'deliver', 1, 'company_payable', 'debit'),
  ('eft_credit', 'deliver', 2, 'bank_clearing', 'credit'),
  ('eft_credit', 'unfund', 1, 'company_payable', 'debit'),
  ('eft_credit', 'unfund', 2, 'bank_clearing', 'credit'),
  ('eft_credit', 'return_pull', 1, 'company_payable', 'debit'),
  ('eft_credit', 'return_pull', 2, 'bank_clearing', 'credit'),
  ('eft_credit', 'return_push', 1, 'bank_clearing', 'debit'),
  ('eft_credit', 'return_push', 2, 'company_payable', 'credit');

-- How the payer pays; null while that is open. Debits before this were all by card. A default that is dropped again rewrites no row.
alter table debits add column rail text default 'card' check (rail in ('card', 'eft'));
alter table debits alter column rail drop default;
alter table debits
  add column from_bank_account_id uuid,
  -- Until when the payer may choose, `infinity` for ever. Null once that is decided, and for charges of saved cards.
  add column payable_until timestamptz,
  add foreign key (company_id, from_bank_account_id) references bank_accounts,
  add check ((from_bank_account_id is not null) = (rail is not distinct from 'eft')),
  add check (rail is not null or payable_until is not null or state = 'cancelled');
-- Its column alone: an index that named the state would cost each charge its heap-only updates.
create index debits_payable on debits (payable_until) where payable_until is not null;

-- A debit's lifecycle is that of its rail. Once it leaves `requested` nobody chooses any more.
create function refuse_unknown_debit_move() returns trigger language plpgsql as $$
declare
  kind_of_debit text := case new.rail when 'card' then 'card_debit' when 'eft' then 'eft_debit' else 'open_debit' end;
begin
  if not exists (
    select from lifecycle_moves where kind = kind_of_debit and from_state = old.state and to_state = new.state
  ) then
    raise exception '% cannot move from % to %', kind_of_debit, old.state, new.state using errcode = 'check_violation';
  end if;
  new.payable_until := null;
  return new;
end $$;
drop trigger debits_move on debits;
create trigger debits_move before update of state on debits
  for each row when (old.state is distinct from new.state) execute function refuse_unknown_debit_move();

create table credits (
  company_id uuid not null references companies,
  credit_id uuid not null,
  contact_id uuid not null,
  from_bank_account_id uuid not null,
  -- Null until the contact has said where to be paid.
  to_bank_account_id uuid,
  state text not null check (state in ('requested', 'initiated', 'paid', 'completed', 'failed', 'cancelled')),
  amount bigint not null check (amount > 0),
  currency text not null check (currency in ('CAD', 'USD')),
  statement text not null check (length(statement) <= 30),
  note text check (length(note) <= 500),
  fail_reason text,
  fail_direction text check (fail_direction in ('pull', 'push')),
  payable_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (company_id, credit_id),
  foreign key (company_id, contact_id) references contacts,
  foreign key (company_id, from_bank_account_id) references bank_accounts,
  foreign key (company_id, to_bank_account_id) references bank_accounts,
  check (to_bank_account_id is not null or state in ('requested', 'cancelled'))
);
create index credits_by_contact on credits (company_id, contact_id, credit_id);
create index credits_payable on credits (payable_until) where payable_until is not null and state = 'requested';
create trigger credits_move before update of state on credits
  for each row when (old.state is distinct from new.state) execute function refuse_unknown_move('eft_credit');
create function credit_event_data(credit credits) returns jsonb language sql stable as $$
  select jsonb_build_object('transactionId', credit.credit_id, 'state', credit.state,
    'amount', major_units(credit.amount), 'currency', credit.currency, 'contactId', credit.contact_id,
    'fromBankAccountId', credit.from_bank_account_id, 'toBankAccountId', credit.to_bank_account_id,
    'statement', credit.statement, 'failReason', credit.fail_reason, 'failDirection', credit.fail_direction)
$$;

-- Whose a payment link is: it is opened without a token, so that the company is not known before.
create table payment_links (
  identifier uuid primary key,
  company_id uuid not null references companies,
  kind text not null check (kind in ('debit', 'credit'))
);

-- That the payer of a debit by bank agreed to it, and who says so: Rule H1 has the payee keep it.
create table debit_agreements (
  company_id uuid not null,
  debit_id uuid not null,
  bank_account_id uuid not null,
  -- `platform`: by POST /debit/{id}/pay with this token. `payment_page`: the payer signed on our own page.
  obtained_by text not null check (obtained_by in ('platform', 'payment_page')),
  token_id uuid,
  agreed_at timestamptz not null,
  reference text,
  recorded_at timestamptz not null default jetpay_now(),
  primary key (company_id, debit_id),
  foreign key (company_id, debit_id) references debits,
  foreign key (company_id, bank_account_id) references bank_accounts,
  check ((obtained_by = 'platform') = (token_id is not null))
);

-- A card page that was opened for one debit. Once the card is entered `due_at` says when the worker charges it; the statement that
-- begins the charge takes it away.
create table debit_cards (
  company_id uuid not null,
  credit_card_id uuid not null,
  debit_id uuid not null,
  entered_at timestamptz,
  due_at timestamptz,
  primary key (company_id, credit_card_id),
  foreign key (company_id, credit_card_id) references credit_cards,
  foreign key (company_id, debit_id) references debits
);
create index debit_cards_by_debit on debit_cards (company_id, debit_id);
create index debit_cards_due on debit_cards (due_at) where due_at is not null;
-- A card that was entered for one debit can pay that and nothing else.
alter table credit_cards drop constraint credit_cards_state_check;
alter table credit_cards add constraint credit_cards_state_check
  check (state in ('pending', 'active', 'single_use', 'failed', 'expired', 'deleted'));
-- A debit may be tried with several cards, one after the other. Null: the debit's own card.
alter table attempts add column credit_card_id uuid;

alter table bank_items drop constraint bank_items_state_check;
alter table bank_items add constraint bank_items_state_check
  check (state in ('queued', 'sent', 'settled', 'returned', 'rejected', 'cancelled')),
  -- What is in a file is on its way to the bank.
  add constraint bank_items_cancelled_before_file check (state <> 'cancelled' or bank_file_id is null);
-- A credit is a pull and then a push.
drop index bank_items_once;
create unique index bank_items_once on bank_items (company_id, kind, subject_id, direction)
  where state in ('queued', 'sent', 'settled');
create index bank_items_by_subject on bank_items (company_id, subject_id);

-- A transaction's money may become due to the company, or back from it, after its first item was paid out.
alter table payout_items add column part text not null default 'deposit'
  check (part in ('deposit', 'pull_returned', 'push_returned'));
alter table payout_items drop constraint payout_items_pkey, add primary key (company_id, transaction_id, part);
