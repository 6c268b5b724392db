-- The audit log is chained behind its writers, who would otherwise wait for each other (docs/adr/0054-audit-log.md). A seal is of the lines
-- after the one before, in the order of their ids, up to `last_id`: a line that is changed, missing or put in later breaks it.
create function audit_leaf(line audit_log) returns bytea language sql stable as $$
  select sha256(convert_to(jsonb_build_array(line.company_id, line.audit_id, line.actor_kind, line.actor_id, line.actor_name, line.operation,
    line.object_id, line.details, line.address, line.user_agent, line.request_id, line.outcome, line.code,
    (extract(epoch from line.created_at) * 1000000)::bigint)::text, 'UTF8'))
$$;

create table audit_seals (
  seal bigint primary key,
  after_id uuid not null,
  last_id uuid not null,
  lines integer not null,
  -- Of the hash before it and of its lines.
  hash bytea not null check (length(hash) = 32),
  sealed_at timestamptz not null default jetpay_now()
);
create trigger audit_seals_append_only before update or delete on audit_seals
  for each row execute function refuse_audit_change();
create trigger audit_seals_stay before truncate on audit_seals
  for each statement execute function refuse_audit_change();

-- Where the vault's audit log has ended, as it has told us each minute: its end cannot be cut, nor all of it be made anew, unseen.
create table vault_audit_anchors (
  seq bigint primary key,
  hash bytea not null check (length(hash) = 32),
  seen_at timestamptz not null default jetpay_now()
);
create index vault_audit_anchors_by_time on vault_audit_anchors (seen_at);
-- They go when the vault's lines have gone, after 12 months and what is left of one.
create function refuse_anchor_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.seen_at < jetpay_now() - interval '14 months' then return old; end if;
  raise exception 'anchors of the audit log are append-only';
end $$;
create trigger vault_audit_anchors_append_only before update or delete on vault_audit_anchors
  for each row execute function refuse_anchor_change();
create trigger vault_audit_anchors_stay before truncate on vault_audit_anchors
  for each statement execute function refuse_audit_change();
revoke update, delete, truncate on audit_log, audit_seals from current_user;
revoke update, truncate on vault_audit_anchors from current_user;
