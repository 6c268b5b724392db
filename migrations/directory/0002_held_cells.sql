-- Requests for a cell wait in the routers until then, while it is switched over.
alter table cells add column held_until timestamptz;
