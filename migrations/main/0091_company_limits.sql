-- Limits are rows by currency: docs/fees-and-limits.md. A company without a row for a currency moves nothing in it, so that a currency that
-- is added later is closed to each company until its operator has set its limits.

-- In minor units; null: as much as any.
create table company_limits (
  company_id uuid not null references companies,
  currency currency_code not null,
  -- One debit or credit.
  per_transaction bigint check (per_transaction > 0),
  -- What is asked for in one day.
  per_day_debits bigint check (per_day_debits > 0),
  per_day_credits bigint check (per_day_credits > 0),
  primary key (company_id, currency)
);

insert into company_limits (company_id, currency, per_transaction, per_day_debits, per_day_credits)
select company_id, 'CAD', transaction_limit_cad, debits_day_limit_cad, credits_day_limit_cad from companies
union all
select company_id, 'USD', transaction_limit_usd, debits_day_limit_usd, credits_day_limit_usd from companies;

alter table companies
  drop column transaction_limit_cad, drop column transaction_limit_usd,
  drop column debits_day_limit_cad, drop column debits_day_limit_usd,
  drop column credits_day_limit_cad, drop column credits_day_limit_usd;
