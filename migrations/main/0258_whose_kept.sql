-- Who made an export: a person, or a program's token. Null for those of before.
alter table exports add column made_by uuid;

-- Views of their own of people who are in the company no more: nobody sees them, and they took places of its views.
delete from saved_views v where not shared and user_id is not null
  and not exists (select from memberships m where m.company_id = v.company_id and m.user_id = v.user_id);
