-- People: docs/users.md. What ends a session or a link counts by real time (`now()`), not by the demo's clock, which
-- jumps: whoever moves it by three days is to stay signed in.

-- One person, by one address, in as many companies as have invited them.
create table users (
  user_id uuid primary key,
  email text not null check (email = lower(email)),
  name text not null,
  language text not null default 'en' check (language in ('en', 'fr')),
  -- argon2id with its parameters (PHC string); null: none was set, or a passkey is all there is.
  password_hash text,
  -- The secret of an authenticator app, and the last time step that a code was taken of: none is taken twice (RFC 6238 section 5.2).
  totp_sealed bytea,
  totp_last_step bigint,
  created_at timestamptz not null default jetpay_now(),
  unique (email)
);

create table memberships (
  company_id uuid not null references companies,
  user_id uuid not null references users,
  role text not null check (role in ('owner', 'admin', 'developer', 'support', 'viewer')),
  created_at timestamptz not null default jetpay_now(),
  primary key (company_id, user_id)
);
create index memberships_by_user on memberships (user_id, company_id);

-- The last owner stays, whoever asks and however many at once: who would let anybody in again?
create function refuse_no_owner() returns trigger language plpgsql as $$
begin
  if old.role = 'owner' and (tg_op = 'DELETE' or new.role <> 'owner') then
    -- One at a time for a company, so that two owners cannot each be the other's last.
    perform 1 from companies where company_id = old.company_id for no key update;
    if not exists (select 1 from memberships
        where company_id = old.company_id and role = 'owner' and user_id <> old.user_id) then
      raise exception 'the last owner of a company stays' using errcode = 'check_violation', constraint = 'last_owner';
    end if;
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger refuse_no_owner before update or delete on memberships
  for each row execute function refuse_no_owner();

-- Those who answer for the platform, apart from any company.
create table operators (
  user_id uuid primary key references users,
  created_at timestamptz not null default jetpay_now()
);

-- Only a hash of the cookie is kept.
create table sessions (
  session_id uuid primary key,
  session_hash bytea not null unique,
  user_id uuid not null references users,
  method text not null check (method in ('password', 'passkey', 'recovery_code', 'demo_link', 'invitation', 'reset')),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- When the person last showed that it is them: before money moves or keys are made it must be recent.
  proven_at timestamptz not null default now(),
  ended_at timestamptz,
  address text not null,
  user_agent text
);
create index sessions_of_user on sessions (user_id, session_id) where ended_at is null;
create index sessions_over on sessions (expires_at);

-- For programs of the operator's. They name no company.
create table operator_tokens (
  token_hash bytea primary key,
  token_id uuid not null unique,
  name text not null,
  scopes text[] not null,
  created_at timestamptz not null default jetpay_now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

-- Who did what: docs/users.md. Of no company: 00000000-….
create table audit_log (
  company_id uuid not null,
  audit_id uuid not null,
  actor_kind text not null check (actor_kind in ('user', 'operator', 'token', 'operator_token', 'command', 'nobody')),
  -- The user's or token's; null for a command and for nobody.
  actor_id uuid,
  -- As it was then: a person's address, a token's name, whoever ran a command.
  actor_name text,
  operation text not null,
  -- The thing that the path names, or that was made.
  object_id uuid,
  -- Further ids of the path, and what was asked for as far as it may be shown.
  details jsonb not null default '{}',
  address text,
  user_agent text,
  request_id uuid,
  outcome text not null check (outcome in ('begun', 'done', 'refused', 'failed')),
  -- Of a refusal or failure.
  code text,
  created_at timestamptz not null default jetpay_now(),
  primary key (company_id, audit_id)
);
create index audit_log_of_all on audit_log (audit_id);
create index audit_log_by_actor on audit_log (company_id, actor_id, audit_id) where actor_id is not null;
create index audit_log_by_object on audit_log (company_id, object_id, audit_id) where object_id is not null;
create index audit_log_by_operation on audit_log (company_id, operation, audit_id);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end $$;
create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function refuse_audit_change();
create trigger audit_log_stays before truncate on audit_log
  for each statement execute function refuse_audit_change();
