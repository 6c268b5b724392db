-- Read each time that clearing is looked at.
create index handed_on_records_to_file on handed_on_records (cell_id) where cell_sequence is null;
