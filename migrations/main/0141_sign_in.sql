-- How people show who they are: docs/users.md.

create table passkeys (
  user_id uuid not null references users,
  passkey_id uuid not null,
  -- As the authenticator has them (WebAuthn): the credential's id, its public key (COSE), its counter.
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  name text not null,
  created_at timestamptz not null default jetpay_now(),
  last_used_at timestamptz,
  primary key (user_id, passkey_id)
);

-- Ten at a time, each for one use; only hashes are kept.
create table recovery_codes (
  user_id uuid not null references users,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

-- What a mail, a browser or a program was handed, to come back with once: only its hash is kept.
create table user_tickets (
  ticket_hash bytea primary key,
  kind text not null check (kind in ('reset', 'demo_link', 'passkey_sign_in', 'passkey_register', 'passkey_prove', 'totp_enrol')),
  user_id uuid references users,
  -- A challenge or a sealed secret.
  held bytea,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index user_tickets_by_age on user_tickets (expires_at);
create index user_tickets_by_user on user_tickets (user_id, kind) where user_id is not null;

-- Who is asked to join a company (or, under 00000000-…, the platform's operators).
create table invitations (
  company_id uuid not null,
  invitation_id uuid not null,
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'admin', 'developer', 'support', 'viewer', 'operator')),
  check ((role = 'operator') = (company_id = '00000000-0000-0000-0000-000000000000')),
  ticket_hash bytea not null unique,
  invited_by uuid references users,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  primary key (company_id, invitation_id)
);
-- One that is open for each address.
create unique index invitations_open on invitations (company_id, email) where accepted_at is null and withdrawn_at is null;

-- Sign-ins that failed, by what they were tried on: `account <hash>` or `address <ip>`.
create table sign_in_failures (
  subject text primary key,
  failures integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null
);
create index sign_in_failures_by_age on sign_in_failures (last_at);
