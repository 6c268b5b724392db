-- What a suspended or closing company's own people are told of why: the operator's note beside it may say more than they are to read
-- (docs/operator.md).
alter table companies add column suspended_told text,
  add constraint companies_told_where_suspended check (suspended_told is null or suspended_at is not null);
