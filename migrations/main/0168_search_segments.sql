-- Terms by segment: of 128 blocks of a company's list the entries lie together in the index, so that a new block touches the
-- pages of its own segment (some 4 MB) and not one page in five of all that there are. A page that is touched the first time
-- after a checkpoint goes into the WAL whole: with ten million debits 50 MB a block. docs/adr/0036. What is there is
-- made again by the worker.
truncate search_blocks, search_terms;
alter table search_blocks add column number integer not null;
alter table search_terms add column segment integer not null;
alter table search_terms alter column terms type bigint[];

-- Terms as they are in that segment.
create function terms_in_segment(segment integer, terms integer[]) returns bigint[] language sql immutable strict parallel safe as $$
  select array(select (segment::bigint << 32) | (term & 4294967295) from unnest(terms) term)
$$;
