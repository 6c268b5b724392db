-- Blocks of lists say more of their rows: when and from what one failed, the authorization codes of a debit, its note, and the
-- values of metadata without their keys. What is there does not, and is made again by the worker; until then searches read rows.
truncate search_blocks, search_terms;
