-- What a charge writes, without what its own statements and `jetpay verify` see to: docs/adr/0024.

-- Whom a debit, an attempt or a posting refers to is looked up by the statement that makes it, nothing of it is ever
-- deleted, and the check `references_hold` of `jetpay verify` reads it again.
alter table debits
  drop constraint debits_company_id_contact_id_fkey,
  drop constraint debits_company_id_to_bank_account_id_fkey,
  drop constraint debits_company_id_from_credit_card_id_fkey,
  drop constraint debits_company_id_from_bank_account_id_fkey;
alter table attempts drop constraint attempts_company_id_debit_id_fkey;
alter table ledger_entries drop constraint ledger_entries_company_id_transaction_id_sequence_fkey;

-- The moves that most charges make are known without a look at lifecycle_moves, which a function of its own per row costs
-- more than the move; a test holds them to it.
drop trigger attempts_move on attempts;
create trigger attempts_move before update of state on attempts
  for each row when (old.state is distinct from new.state
    and not (old.state = 'sent' and new.state in ('approved', 'declined')))
  execute function refuse_unknown_move('attempt');
drop trigger debits_move on debits;
create trigger debits_move before update of state on debits
  for each row when (old.state is distinct from new.state
    and not (new.rail = 'card' and new.payable_until is null and old.state = 'requested' and new.state in ('paid', 'failed')))
  execute function refuse_unknown_debit_move();

-- Room for the next version of a row on its own page, whatever is under way at a moment, so that a move of it touches no
-- index: a debit's is as long as the row; a key's is longer by the answer.
alter table debits set (fillfactor = 60);
alter table idempotency_keys set (fillfactor = 30);
