-- Once for each reference, acquirer and kind, which is the index before this one.
alter table recovery_items drop constraint recovery_items_reference_kind_key;
