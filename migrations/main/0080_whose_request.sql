-- The request that carries a key: its answer names it, also where the worker gives the answer, long after the request is gone.
-- Null in keys of the version before, for which the operation's own id stands.
alter table idempotency_keys add column request_id uuid;
