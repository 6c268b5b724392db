-- The cards that an account update may be of: their numbers are known by keyed hashes, which need each card's company.
create index concurrently cards_by_last4 on cards (last4) where shredded_at is null and closed_at is null;
