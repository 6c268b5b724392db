-- The link of a credit carries a secret beside its identifier, and only its hash is kept: docs/payment-page.md.
alter table payment_links add column secret_hash bytea;

-- Credits that are decided: their links open nothing any more, with a secret that nobody has.
update payment_links l set secret_hash = sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
from credits c
where l.kind = 'credit' and c.company_id = l.company_id and c.credit_id = l.identifier and c.state <> 'requested';

-- Those that wait for their contact went out without a secret: the worker mails a new link (worker/renew-credit-links.ts).
create index payment_links_to_renew on payment_links (identifier) where kind = 'credit' and secret_hash is null;

-- A secret link in a mail, sealed; `{link}` in the text is where it goes. Gone once the mail was sent.
alter table mails add column link_sealed bytea;

-- An answer that holds a secret is kept sealed, for as long as it can be replayed.
alter table idempotency_keys
  add column body_sealed bytea,
  add check (body is null or body_sealed is null);
