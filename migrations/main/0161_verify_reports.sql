-- Runs of `jetpay verify`, whoever started them: by hand, by a timer, or from the operator's page, for which the worker does it.
create table verify_reports (
  report_id uuid primary key,
  extent text not null check (extent in ('full', 'incremental')),
  state text not null check (state in ('requested', 'running', 'done', 'broken_off')),
  requested_by text not null,
  requested_at timestamptz not null default jetpay_now(),
  started_at timestamptz,
  -- A run whose worker has died shows no sign any more, and is broken off.
  seen_at timestamptz,
  ended_at timestamptz,
  checks_done integer not null default 0,
  checks_total integer not null,
  -- Null until it has ended.
  ok boolean,
  -- Its report as verify/verify.ts has it, or why there is none.
  report jsonb,
  error text
);
-- One at a time: a run reads everything, and two would only make each other slow.
create unique index verify_reports_under_way on verify_reports ((true)) where state in ('requested', 'running');
