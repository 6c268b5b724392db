-- The events whose text was erased: verify looks at each of them.
create index concurrently events_erased on events (company_id, event_id) where erased_leaf is not null;
