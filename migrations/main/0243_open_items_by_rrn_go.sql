-- One open item for a charge, whatever arrives for it: by RRN and acquirer, which is the index before this one.
drop index reconciliation_items_open;
