-- Who we are, or were, to the card network: an attempt is reversed and captured under the identity that it was sent with, also
-- once an installation has another. Number 1 is the first that a process has found in its settings.
create table acceptors (
  acceptor smallint primary key check (acceptor > 0),
  acquirer_id text not null,
  terminal_id text not null,
  merchant_id text not null,
  noted_at timestamptz not null default jetpay_now(),
  unique (acquirer_id, terminal_id, merchant_id)
);
-- 0: sent before this was kept, as whom the vault's settings say. Its acquirer is that of number 1.
alter table attempts add column acceptor smallint not null default 0;

-- Each acquirer numbers its own files; of before: the acquirer of number 1.
alter table clearing_files add column acquirer_id text;
