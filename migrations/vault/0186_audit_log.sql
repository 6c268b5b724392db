-- Every access to card data and every use of keys (PCI DSS 10.2): docs/audit-log.md, docs/adr/0054-audit-log.md. A row has the lines of one
-- turn of a vault's event loop, and the hash of all before it. What is over is dropped by whole months.

-- Where the chain ends. Its lock gives rows their order, so there is one chain, however many vaults write it.
create table audit_head (
  singleton boolean primary key default true check (singleton),
  last_seq bigint not null,
  last_at timestamptz not null,
  last_hash bytea not null check (length(last_hash) = 32)
) with (fillfactor = 10);
insert into audit_head (last_seq, last_at, last_hash) values (0, '-infinity', decode(repeat('00', 32), 'hex'));

create table audit_rows (
  seq bigint not null,
  at timestamptz not null,
  -- A JSON array, kept as the text that was hashed.
  lines text not null,
  hash bytea not null,
  primary key (seq, at)
) partition by range (at);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end $$;
create trigger audit_rows_append_only before update or delete on audit_rows
  for each row execute function refuse_audit_change();
create trigger audit_rows_stay before truncate on audit_rows
  for each statement execute function refuse_audit_change();
create trigger audit_head_stays before delete or truncate on audit_head
  for each statement execute function refuse_audit_change();
revoke update, delete, truncate on audit_rows from current_user;
revoke delete, truncate on audit_head from current_user;

-- Makes the partition of a month, where it is missing.
create function audit_month(moment timestamptz) returns void language plpgsql as $$
declare
  first timestamptz := date_trunc('month', moment, 'UTC');
  next timestamptz := (first at time zone 'UTC' + interval '1 month') at time zone 'UTC';
  name text := 'audit_rows_' || to_char(first at time zone 'UTC', 'YYYYMM');
begin
  if to_regclass(name) is not null then return; end if;
  perform pg_advisory_xact_lock(54, 1);
  if to_regclass(name) is not null then return; end if;
  execute format('create table %I (like audit_rows)', name);
  execute format('create trigger audit_rows_stay before truncate on %I for each statement execute function refuse_audit_change()', name);
  execute format('revoke update, delete, truncate on %I from current_user', name);
  -- Beside writers, which creating it as a partition would wait for.
  execute format('alter table audit_rows attach partition %I for values from (%L) to (%L)', name, first, next);
end $$;

-- What a row's hash is of, after the hash before it.
create function audit_content(seq bigint, at timestamptz, lines text) returns bytea language sql stable as $$
  select convert_to(seq::text || E'\n' || (extract(epoch from at) * 1000000)::bigint::text || E'\n' || lines, 'UTF8')
$$;

-- Appends lines as one row. Last in a transaction that does more: until its end nobody else appends.
create function audit_append(given text) returns bigint language plpgsql as $$
declare
  head audit_head;
begin
  update audit_head set last_seq = last_seq + 1, last_at = greatest(last_at, jetpay_now()),
    last_hash = sha256(last_hash || audit_content(last_seq + 1, greatest(last_at, jetpay_now()), given))
  returning * into strict head;
  -- Made ahead by a vault that runs; not while none did, or where the demo's clock has jumped.
  if to_regclass('audit_rows_' || to_char(head.last_at at time zone 'UTC', 'YYYYMM')) is null then
    perform audit_month(head.last_at);
  end if;
  insert into audit_rows (seq, at, lines, hash) values (head.last_seq, head.last_at, given, head.last_hash);
  return head.last_seq;
end $$;

-- Drops the months that were over before `keep`, and appends what it has dropped: what is left begins there. Returns how many.
create function audit_drop(keep timestamptz) returns integer language plpgsql as $$
declare
  part record;
  gone record;
  dropped integer := 0;
begin
  for part in
    select child.relname as name from pg_inherits join pg_class child on child.oid = inhrelid
    where inhparent = 'audit_rows'::regclass
      and to_date(right(child.relname, 6), 'YYYYMM')::timestamp + interval '1 month' <= keep at time zone 'UTC'
    order by child.relname
  loop
    execute format('select min(seq) as first, max(seq) as last, (array_agg(hash order by seq desc))[1] as hash from %I', part.name) into gone;
    execute format('drop table %I', part.name);
    dropped := dropped + 1;
    if gone.last is not null then
      perform audit_append(json_build_array(json_build_object('do', 'audit.dropped', 'by', 'vault', 'month', right(part.name, 6),
        'first', gone.first::text, 'last', gone.last::text, 'hash', encode(gone.hash, 'hex')))::text);
    end if;
  end loop;
  return dropped;
end $$;

select audit_month(jetpay_now());
select audit_month(jetpay_now() + interval '1 month');
