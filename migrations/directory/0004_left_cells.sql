-- Companies that have left a cell by a move: one that is in its database again came back with a restore (docs/cells.md).
create table left_cells (
  company_id uuid not null,
  cell_id text not null references cells (cell_id),
  left_at timestamptz not null default now(),
  primary key (company_id, cell_id)
);
create index left_cells_by_cell on left_cells (cell_id);
