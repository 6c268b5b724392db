-- A webhook may hear some types of events only: docs/webhooks.md.
alter table webhooks
  -- Null: every type.
  add column event_types text[] check (cardinality(event_types) > 0),
  -- Of one that hears some: what it hears has been counted, and fills no batch before the log has this event.
  add column full_from_event_id bigint;

-- The first events of a delivery whose events do not follow each other; its excerpt is made of them. Null: they do.
alter table deliveries add column excerpt_event_ids bigint[];
