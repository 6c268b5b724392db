/** Controls that `jetpay compliance` must find switched off: what switches each off, and on again. */
import { type Statement, sql } from '../src/db/sql.ts'
import { americanDebits, noAmericanDebits } from './american-debits.ts'

export type Control = {
  what: string
  id: string
  side: 'vault' | 'main'
  off: Statement
  on: Statement
  /** Settings of the command, where it is a live installation's. */
  env?: Record<string, string>
}

const vault = (what: string, id: string, off: Statement, on: Statement): Control => ({
  what,
  id,
  side: 'vault',
  off,
  on,
})
const main = (
  what: string,
  id: string,
  off: Statement,
  on: Statement,
  env?: Record<string, string>,
): Control => ({ what, id, side: 'main', off, on, ...(env && { env }) })

const live = { JETPAY_ENVIRONMENT: 'live' }
const nobody = sql`'01900000-0000-7000-8000-000000000002'`
const user = (columns: Statement, values: Statement) =>
  sql`insert into users (user_id, email, name, ${columns}) values (${nobody}, 'weak@example.com', 'Weak', ${values})`
const noUser = sql`delete from users where email = 'weak@example.com'`

export const controls: Control[] = [
  vault(
    'the vault’s user may change rows',
    'PCI 10.3.2',
    sql`grant update on audit_rows to current_user`,
    sql`revoke update on audit_rows from current_user`,
  ),
  vault(
    'the vault’s user may delete rows',
    'PCI 10.3.2',
    sql`grant delete on audit_rows to current_user`,
    sql`revoke delete on audit_rows from current_user`,
  ),
  vault(
    'the vault’s user may empty its log',
    'PCI 10.3.2',
    sql`grant truncate on audit_rows to current_user`,
    sql`revoke truncate on audit_rows from current_user`,
  ),
  vault(
    'rows have no trigger',
    'PCI 10.3.2',
    sql`alter table audit_rows disable trigger audit_rows_append_only`,
    sql`alter table audit_rows enable trigger audit_rows_append_only`,
  ),
  vault(
    'nothing keeps the vault’s log from being emptied',
    'PCI 10.3.2',
    sql`alter table audit_rows disable trigger audit_rows_stay`,
    sql`alter table audit_rows enable trigger audit_rows_stay`,
  ),
  vault(
    'there is a column for a CVC',
    'PCI 3.3.1',
    sql`alter table cards add column cvc text`,
    sql`alter table cards drop column cvc`,
  ),
  vault(
    'there is a column for a track',
    'PCI 3.3.1',
    sql`alter table cards add column track text`,
    sql`alter table cards drop column track`,
  ),
  vault(
    'there is a column for a PIN',
    'PCI 3.3.1',
    sql`alter table card_pages add column pin_block bytea`,
    sql`alter table card_pages drop column pin_block`,
  ),
  vault(
    'there is a bare number',
    'PCI 3.3.1',
    sql`alter table cards add column card_number text`,
    sql`alter table cards drop column card_number`,
  ),
  vault(
    'a key-encryption key is retired beside its data keys',
    'PCI 3.7.5',
    sql`update key_encryption_keys set state = 'retired', retired_at = now()`,
    sql`update key_encryption_keys set state = 'active', retired_at = null`,
  ),
  vault(
    'a key is over its life',
    'PCI 3.7.4',
    sql`update data_keys set created_at = created_at - interval '2 years'`,
    sql`update data_keys set created_at = created_at + interval '2 years'`,
  ),
  vault(
    'a key is of another algorithm',
    'PCI 12.3.3',
    sql`update data_keys set algorithm = '3DES-CBC' where data_key_id = 'cards_1'`,
    sql`update data_keys set algorithm = 'AES-256-GCM' where data_key_id = 'cards_1'`,
  ),
  vault(
    'a key is too short',
    'PCI 12.3.3',
    sql`update data_keys set bits = 112 where data_key_id = 'cards_1'`,
    sql`update data_keys set bits = 256 where data_key_id = 'cards_1'`,
  ),
  vault(
    'a card names a key that is gone',
    'PCI 3.5.1',
    sql`update cards set data_key_id = 'cards_0'`,
    sql`update cards set data_key_id = 'cards_1'`,
  ),
  vault(
    'one person may ask for a transfer of cards and approve it',
    'PCI 7.2.6',
    sql`alter table card_transfers drop constraint card_transfers_two_people`,
    sql`alter table card_transfers add constraint card_transfers_two_people check (asked_by <> approved_by)`,
  ),
  main(
    'the platform’s user may delete lines',
    'PCI 10.3.2',
    sql`grant delete on audit_log to current_user`,
    sql`revoke delete on audit_log from current_user`,
  ),
  main(
    'the platform’s user may change seals',
    'PCI 10.3.2',
    sql`grant update on audit_seals to current_user`,
    sql`revoke update on audit_seals from current_user`,
  ),
  main(
    'lines have no trigger',
    'PCI 10.3.2',
    sql`alter table audit_log disable trigger user`,
    sql`alter table audit_log enable trigger user`,
  ),
  main(
    'seals have no trigger',
    'PCI 10.3.2',
    sql`alter table audit_seals disable trigger user`,
    sql`alter table audit_seals enable trigger user`,
  ),
  ...(['audit_log_failing', 'audit_log_changed'] as const).map((kind) =>
    main(
      `the alarm ${kind} is open`,
      'PCI 10.7.2',
      sql`insert into alarms (alarm_id, kind, subject, details) values (gen_random_uuid(), ${kind}, 'test', '{}')`,
      sql`update alarms set closed_at = now(), closed_by = 'test' where subject = 'test' and closed_at is null`,
    ),
  ),
  main(
    'a password is not under argon2id',
    'PCI 8.3.1',
    user(sql`password_hash`, sql`'$2b$12$abcdefghijklmnopqrstuv'`),
    noUser,
  ),
  main(
    'a password is under too little of argon2id',
    'PCI 8.3.1',
    user(sql`password_hash`, sql`'$argon2id$v=19$m=1024,t=1,p=1$c2FsdA$aGFzaA'`),
    noUser,
  ),
  main(
    'a code of an authenticator app could be taken twice',
    'PCI 8.5.1',
    user(sql`totp_sealed`, sql`decode(repeat('00', 40), 'hex')`),
    noUser,
  ),
  main(
    'an operator has no second factor',
    'PCI 8.4.2',
    sql`with made as (${user(sql`language`, sql`'en'`)} returning user_id)
      insert into operators (user_id) select user_id from made`,
    sql`with gone as (delete from operators where user_id = ${nobody} returning user_id)
      update users set email = 'gone@example.com' where user_id in (select user_id from gone)`,
    live,
  ),
  main(
    'a token is not kept as a hash',
    'PCI 8.6.2',
    sql`insert into api_tokens (token_hash, token_id, company_id, name, scopes)
      select 'jp_demo_plain', gen_random_uuid(), company_id, 'plain', '{}' from companies limit 1`,
    sql`delete from api_tokens where name = 'plain'`,
  ),
  main(
    'the main side has a column for card numbers',
    'PCI 3.4.1',
    sql`alter table credit_cards add column card_number text`,
    sql`alter table credit_cards drop column card_number`,
  ),
  main(
    'the main side has a column for a CVC',
    'PCI 3.4.1',
    sql`alter table debits add column cvc text`,
    sql`alter table debits drop column cvc`,
  ),
  main(
    'the sealing key is over its life',
    'PCI 3.7.4',
    sql`update sealing_keys set made_at = made_at - interval '2 years'`,
    sql`update sealing_keys set made_at = made_at + interval '2 years'`,
  ),
  main(
    'an account number is not sealed',
    'Law 25, PIPEDA',
    sql`insert into bank_accounts
      select (jsonb_populate_record(a, '{"bank_account_id": "01900000-0000-7000-8000-000000000003", "account_number_sealed": "\\\\x31323334"}')).*
      from bank_accounts a limit 1`,
    sql`delete from bank_accounts where bank_account_id = '01900000-0000-7000-8000-000000000003'`,
  ),
  main(
    'a page that takes cards is another one',
    'PCI 6.4.3',
    sql`insert into page_audits (release, differences, files, evidence) values ('test', 1, 20, 'test')`,
    sql`delete from page_audits where release = 'test'`,
  ),
  main(
    'the pages were audited too long ago',
    'PCI 11.6.1',
    sql`insert into page_audits (audited_at, release, differences, files, evidence)
      values (jetpay_now() - interval '8 days', 'test', 0, 20, 'test')`,
    sql`delete from page_audits where release = 'test'`,
  ),
  main(
    'the clock of a live installation was moved',
    'PCI 6.5.3',
    sql`update clock set ahead_ms = ahead_ms + 1, target_ms = target_ms + 1`,
    sql`update clock set ahead_ms = ahead_ms - 1, target_ms = target_ms - 1`,
    live,
  ),
  main(
    'debits in the United States come back as unauthorized',
    'Nacha 2026',
    americanDebits(100, "'R10'", "'written'"),
    noAmericanDebits,
  ),
  main(
    'an account that came back as none is debited by WEB again',
    'Nacha WEB',
    americanDebits(2, "case at when 1 then 'R03' end", "'web'"),
    noAmericanDebits,
  ),
  main('nothing limits who tries cards out', 'PCI 6.2.4', sql`select 1`, sql`select 1`, {
    JETPAY_CARD_DECLINES_COMPANY: '0',
  }),
  main('a live installation talks in the clear', 'PCI 4.2.1', sql`select 1`, sql`select 1`, live),
]
