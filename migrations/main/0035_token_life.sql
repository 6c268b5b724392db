-- A token may end by itself, and shows when it was used last (at most a minute old): docs/security.md.
alter table api_tokens
  add column expires_at timestamptz,
  add column last_used_at timestamptz;
