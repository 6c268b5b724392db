-- Our own payment page around the card page says already that this is the demo.
alter table card_pages add column in_payment_page boolean not null default false;

-- Null: the browser's language, and where that is none of ours `fallback_language`.
alter table card_pages alter column language drop not null;
alter table card_pages add column fallback_language text not null default 'en' check (fallback_language in ('en', 'fr'));
