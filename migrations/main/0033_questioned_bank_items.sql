-- A bank may return what does not fit the item that it names: until a person has asked, the item does not count as settled (docs/eft.md).
alter table bank_items
  add column questioned_at timestamptz,
  add column answered_by text,
  add column answered_note text,
  add constraint bank_items_answered_whole check ((answered_by is null) = (answered_note is null));
