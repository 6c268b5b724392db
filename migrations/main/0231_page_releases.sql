-- The pages of each release that this installation was brought to (`jetpay migrate`): while an upgrade is rolled out, two are served at
-- once, and the audit of either knows both. docs/saq-a.md.
create table page_releases (
  sha256 bytea primary key check (length(sha256) = 32),
  version text not null,
  release jsonb not null,
  -- When it was last brought to it: clock_timestamp, because it is about this installation and no demo's clock moves it.
  migrated_at timestamptz not null default clock_timestamp()
);
