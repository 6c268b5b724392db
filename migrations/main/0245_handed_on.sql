-- What is handed on to other cells in clearing files of our own: one series of numbers for each cell that gets them.
create table cell_files (
  cell_id text not null,
  sequence bigint not null check (sequence > 0),
  acquirer_id text not null,
  business_date date not null,
  cutoff_at timestamptz not null,
  records integer not null,
  created_at timestamptz not null default jetpay_now(),
  -- When it was whole in the folder.
  handed_over_at timestamptz,
  primary key (cell_id, sequence)
);
create index cell_files_to_write on cell_files (cell_id, sequence) where handed_over_at is null;

-- The clearing record that it is, and for which cell; which line of which file, once that is made.
create table handed_on_records (
  network_id text not null,
  sequence bigint not null,
  line integer not null,
  cell_id text not null,
  cell_sequence bigint,
  cell_line integer,
  handed_on_at timestamptz not null default jetpay_now(),
  primary key (network_id, sequence, line),
  foreign key (network_id, sequence, line) references clearing_records,
  foreign key (cell_id, cell_sequence) references cell_files,
  check ((cell_sequence is null) = (cell_line is null))
);
-- Read each time that clearing is looked at.
create index handed_on_records_to_file on handed_on_records (cell_id) where cell_sequence is null;
create unique index handed_on_records_by_line on handed_on_records (cell_id, cell_sequence, cell_line);

alter table clearing_records drop constraint clearing_records_outcome_check;
alter table clearing_records add constraint clearing_records_outcome_check check (outcome in
  ('settled', 'rejected', 'offset', 'difference', 'disputed', 'dispute_won', 'dispute_lost', 'handed_on')) not valid;
