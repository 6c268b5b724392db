-- Each acquirer numbers its own files of account updates; null: taken in before this was kept. docs/account-updates.md.
alter table account_update_files add column acquirer_id text;
