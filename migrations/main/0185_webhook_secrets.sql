-- A webhook's signing secret is followed by another: until `former_secret_until` deliveries carry a signature by each.
alter table webhooks
  add column former_secret_sealed bytea,
  add column former_secret_until timestamptz,
  add constraint webhooks_former_secret check ((former_secret_sealed is null) = (former_secret_until is null)) not valid;
