-- Which cell has what (ADR 52). Everything but `cells` can be asked of the cells again; nothing in it moves money.
create table cells (
  cell_id text primary key check (cell_id ~ '^[a-z][a-z0-9-]{0,30}$'),
  -- Where the router passes requests on to; not for the public.
  api_url text not null unique,
  -- The public address of the cell's card pages, where a browser is sent: no card ever goes by the router.
  card_page_url text not null unique,
  -- Requests that name no company go to the first open cell.
  state text not null default 'open' check (state in ('open', 'draining')),
  added_at timestamptz not null default now()
);

-- What a request names is whose it is for ever; where the company is can change, in one row.
create table placements (
  company_id uuid primary key,
  cell_id text not null references cells,
  found_at timestamptz not null default now()
);
create index placements_by_cell on placements (cell_id);

-- SHA-256 of an API token, as the cell has it.
create table tokens (
  token_hash bytea primary key,
  company_id uuid not null references placements
);
create table links (
  identifier uuid primary key,
  company_id uuid not null references placements
);
-- A card page is for minutes, and stays where it was opened.
create table tickets (
  ticket_hash bytea primary key,
  cell_id text not null references cells,
  found_at timestamptz not null default now()
);
create index tickets_by_age on tickets (found_at);
