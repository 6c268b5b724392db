-- Receipts by mail: docs/receipts.md. Off until the company wants them.
alter table companies add column receipts_by_mail boolean not null default false;

-- How far the log of a company that mails receipts has been followed: there is a row for as long as it does.
create table receipt_cursors (
  company_id uuid primary key references companies,
  last_event_id bigint not null,
  -- Who was followed longest ago comes first.
  moved_at timestamptz not null default jetpay_now()
);

-- Whoever sets the column: what was paid before gets no receipt.
create function follow_receipts_by_mail() returns trigger language plpgsql as $$
begin
  if new.receipts_by_mail then
    insert into receipt_cursors (company_id, last_event_id)
    select company_id, last_event_id from event_heads where company_id = new.company_id
    on conflict do nothing;
  else
    delete from receipt_cursors where company_id = new.company_id;
  end if;
  return null;
end $$;
create trigger companies_receipts_by_mail after update of receipts_by_mail on companies
  for each row when (old.receipts_by_mail is distinct from new.receipts_by_mail) execute function follow_receipts_by_mail();
