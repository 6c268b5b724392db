-- What an operator looks through, over all companies: each list by an index of its own, of the few rows that are in it.
create index alarms_open_by_id on alarms (alarm_id) where closed_at is null;
create index reconciliation_items_by_id on reconciliation_items (item_id);
create index reconciliation_items_open_by_id on reconciliation_items (item_id) where state = 'open';
create index mails_by_id on mails (mail_id);
create index mails_unsent_by_id on mails (state, mail_id) where state <> 'sent';
create index webhooks_failing on webhooks (webhook_id) where failing_since is not null;
create index clearing_files_by_age on clearing_files (read_at, network_id, sequence);
create index bank_answers_by_age on bank_answers (read_at, sha256);
create index bank_files_unanswered on bank_files (bank_file_id) where state in ('writing', 'sent');
create index disputes_under_review on disputes (dispute_id) where state = 'under_review';
-- A charge's row is never in it.
create index attempts_capturing on attempts (transmitted_at) where state = 'capturing';
