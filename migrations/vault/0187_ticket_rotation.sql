-- The key that marks card pages' tickets is replaced as the others are.
alter table key_rotations
  drop constraint key_rotations_what_check,
  add constraint key_rotations_what_check check (what in ('kek', 'data', 'fingerprint', 'ticket'));
