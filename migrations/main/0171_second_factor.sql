-- A company may demand a second factor of its members; a session knows whether it has been shown one (docs/users.md).
alter table companies add column second_factor_required boolean not null default false;
alter table sessions add column second_factor boolean not null default false;
update sessions s set second_factor = true
  where ended_at is null and (method in ('passkey', 'recovery_code', 'demo_link')
    or (method = 'password' and exists (select from users u where u.user_id = s.user_id and u.totp_sealed is not null)));
