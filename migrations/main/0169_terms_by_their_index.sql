-- A search finds blocks by their terms, and by no other index: one that begins with the company looks as good to the planner,
-- which does not know that a block's terms are 60 kB to be fetched.
alter table search_terms drop constraint search_terms_pkey;
create unique index search_terms_of_block on search_terms (last_id, company_id, list);
