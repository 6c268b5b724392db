-- Whether a company has a card of the same number.
create index concurrently cards_by_number_mac on cards (company_id, coalesce(number_mac, fingerprint));
