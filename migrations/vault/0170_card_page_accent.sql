-- The company's colour of buttons, as its payment pages have it; null: ours.
alter table card_pages add column accent_color text check (accent_color ~ '^#[0-9a-f]{6}$');
