-- What a person has decided of a parked return: its company reads it on its timeline. What was decided before is not told: nobody knew
-- then that the company reads the note.
alter table bank_parked_returns add column resolved_as text check (resolved_as in ('returned', 'stands'));
