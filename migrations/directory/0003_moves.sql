-- Companies that are moving to another cell, and how far that is: docs/adr/0066-moving-a-company.md.
create table moves (
  company_id uuid primary key,
  move_id uuid not null unique,
  from_cell text not null references cells (cell_id),
  to_cell text not null references cells (cell_id) check (to_cell <> from_cell),
  -- `switched`: the routers send it to the new cell, and its rows in the old one go. What is done before, the cells know.
  step text not null default 'copying' check (step in ('copying', 'switched')),
  -- Until when its requests wait in the routers.
  held_until timestamptz,
  begun_at timestamptz not null default now(),
  stepped_at timestamptz not null default now()
);

-- Routers that run, and have heard of moves lately.
create table routers (
  router_id uuid primary key,
  seen_at timestamptz not null default now()
);
-- What each has done about a move: it holds the company's requests (and so many that write are still in the cell), or it has
-- forgotten where the company was.
create table router_words (
  router_id uuid not null references routers on delete cascade,
  move_id uuid not null,
  word text not null check (word in ('holds', 'sends')),
  under_way integer not null default 0,
  primary key (router_id, move_id)
);
