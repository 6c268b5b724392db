-- The move that makes a row is a move too: it leaves no state.
alter table lifecycle_moves
  drop constraint lifecycle_moves_pkey,
  alter column from_state drop not null,
  add constraint lifecycle_moves_once unique nulls not distinct (kind, move, from_state);

-- An attempt that is doubted again, once it was reversed, is a move of its own: each move is made by whoever may make it.
delete from lifecycle_moves where kind = 'attempt' and move = 'doubt' and from_state = 'reversed';
insert into lifecycle_moves (kind, move, from_state, to_state) values
  ('attempt', 'doubt_again', 'reversed', 'reversing'),
  ('attempt', 'send', null, 'sent'),
  ('bank_item', 'queue', null, 'queued'),
  ('bank_refund', 'request', null, 'requested'),
  ('card_debit', 'request', null, 'requested'),
  ('dispute', 'open', null, 'needs_response'),
  ('eft_credit', 'request', null, 'requested'),
  ('fee', 'charge', null, 'charged'),
  ('open_debit', 'request', null, 'requested'),
  ('payout', 'request', null, 'requested'),
  ('reconciliation_item', 'open', null, 'open'),
  ('refund', 'request', null, 'requested');
