-- Which accounts the network is told that we keep, so that it tells us of their changes. docs/account-updates.md.
create table account_enrolments (
  company_id uuid not null,
  card_id uuid not null,
  -- `due` and `ending` are to be told yet.
  state text not null default 'due' check (state in ('due', 'enrolled', 'ending', 'ended')),
  due_at timestamptz not null default jetpay_now(),
  primary key (company_id, card_id)
);
create index account_enrolments_due on account_enrolments (due_at) where state in ('due', 'ending');

-- A card that its payer entered for one debit is not kept for later: it is not told.
create function enrol_stored_card() returns trigger language plpgsql as $$
begin
  insert into account_enrolments (company_id, card_id)
  select new.company_id, new.card_id where not exists (
    select from card_pages where company_id = new.company_id and card_id = new.card_id and pays_amount is not null);
  return null;
end $$;
create trigger enrol_stored_card after insert on cards for each row execute function enrol_stored_card();

create function end_enrolment() returns trigger language plpgsql as $$
begin
  update account_enrolments set state = 'ending', due_at = jetpay_now()
  where company_id = new.company_id and card_id = new.card_id and state in ('due', 'enrolled');
  return null;
end $$;
create trigger end_enrolment after update of shredded_at, closed_at on cards for each row
  when ((old.shredded_at is null and new.shredded_at is not null) or (old.closed_at is null and new.closed_at is not null))
  execute function end_enrolment();
