-- A bank may return what does not fit the item that it names: until a person has asked, the item does not count as settled (docs/eft.md).
alter table bank_items add column questioned_at timestamptz;
