-- The payment page: docs/payment-page.md.

-- What the page and the agreement say of the company. Rule H1 (Appendix II) wants the payee's contact in every agreement:
-- without an address the page takes no payment by bank account. The logo is a PNG or JPEG.
alter table companies
  add column logo bytea check (length(logo) <= 100000),
  add column contact_email text,
  add column contact_phone text;

-- A payer's pre-authorized debit agreement as it was signed on our page. Kept 12 months after the debit's end, then deleted.
create table signed_agreements (
  company_id uuid not null,
  debit_id uuid not null,
  text_version text not null,
  language text not null check (language in ('en', 'fr')),
  category text not null check (category in ('personal', 'business')),
  -- Every paragraph that was shown, word for word. It names the company and the amount, not the payer.
  terms text[] not null,
  account_number_last4 text not null,
  signature_kind text not null check (signature_kind in ('typed', 'drawn')),
  -- The payer's name, account, signature, IP address and browser as JSON, under the main key.
  signer_sealed bytea not null,
  signed_at timestamptz not null,
  primary key (company_id, debit_id),
  foreign key (company_id, debit_id) references debits
);
create index signed_agreements_by_age on signed_agreements (signed_at);
