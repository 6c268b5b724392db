-- Declines of a saved card, as the schemes count them: src/ground/retry-advice.ts.
create table card_declines (
  company_id uuid not null,
  credit_card_id uuid not null,
  attempt_id uuid not null,
  declined_at timestamptz not null,
  response_code text not null,
  advice_code text,
  primary key (company_id, credit_card_id, attempt_id),
  foreign key (company_id, credit_card_id) references credit_cards
);

-- No charge of the card is sent before this time, 'infinity' for good, and what the network said last. Null: nothing is in its way.
alter table credit_cards add column charge_after timestamptz, add column declined_reason text, add column declined_code text;

-- What of the agreement the charges of a schedule are; null of those by bank.
alter table schedules add column reason text;
update schedules set reason = case frequency when 'once' then 'unscheduled' else 'recurring' end where kind = 'card_debit';
