-- Blocks of payouts and disputes say their currency too, and of disputes the network's reason. What is there does not, and is made
-- again by the worker; until then searches read rows. None of these is changed by any move, so the triggers are as they were.
delete from search_terms where list in ('payouts', 'disputes');
delete from search_blocks where list in ('payouts', 'disputes');
