-- What a company says of itself to payers and sees itself: src/companies/update-company.ts.
alter table companies
  -- Of its pages and reports. Banks' days and limits are Toronto's for everybody, so a company that says nothing sees the same days.
  add column time_zone text not null default 'America/Toronto' check (length(time_zone) between 1 and 64),
  -- Of buttons on payment pages: `#rrggbb`, dark enough for white text (WCAG 2.2, 1.4.3). Null: ours.
  add column accent_color text check (accent_color ~ '^#[0-9a-f]{6}$');
