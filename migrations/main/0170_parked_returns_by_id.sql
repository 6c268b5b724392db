-- What the bank sent back and nothing fits, as an operator looks through it: newest first, and what is open by itself.
create index bank_parked_returns_open_by_id on bank_parked_returns (bank_parked_return_id) where resolved_at is null;
