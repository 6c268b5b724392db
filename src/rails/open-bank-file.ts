import type { Context } from '../context.ts'
import { type Db, type Statement, sql } from '../db/sql.ts'
import { newId } from '../ids.ts'
import { originatorOf, profileOf } from './bank-file.ts'
import { type BankItemRow, type BankSubjects, type ItemMove, moveBankItems } from './bank-item.ts'
import { processingDay, torontoTime } from './banking-calendar.ts'
import { dueDateInFile, lastDueDate } from './due-date.ts'
import type { BankProfile } from './eft/bank-profile.ts'
import { failDirectionOf } from './eft/return-reasons.ts'

/** Items of one file: what is written, sent again after a crash and refused as a whole stays small. The next file follows at once. */
export const FILE_ITEMS_MAX = 10_000
/** Companies that one file takes items of, each with a statement of its own. */
const FILE_COMPANIES_MAX = 200
/** The field of an item's amount has ten digits. */
const AMOUNT_MAX = 9_999_999_999n

type Waiting = { company_id: string; currency: 'CAD' | 'USD'; kind: BankItemRow['kind']; oldest: Date }
type Chosen = Pick<BankItemRow, 'company_id' | 'bank_item_id' | 'direction' | 'amount'> & {
  due_on: string
  is_canadian: boolean
}

/**
 * Opens the next file if it is time: allots its creation number and binds items to it, in one transaction. From then on the file is
 * `writing` until it was handed over. Answers whether it opened one.
 */
export async function openBankFile({ db, config, clock }: Context, subjects: BankSubjects): Promise<boolean> {
  const profile = profileOf(config.bank)
  const now = clock.now()
  if (!isTimeToSend(profile, now, config.bank.sendBeforeMinutes)) return false
  const processedOn = processingDay(now, profile.cutOff)
  const waiting = await db.many<Waiting>(sql`
    select company_id, currency, kind, min(queued_at) as oldest from bank_items
    where state = 'queued' and bank_file_id is null and due_on <= ${lastDueDate(profile, processedOn)}::date
      and currency = any(${profile.currencies}::text[])
    group by company_id, currency, kind order by oldest, company_id limit ${FILE_COMPANIES_MAX}`)
  const first = waiting[0]
  if (!first || first.oldest.getTime() + config.bank.gatherMs > now.getTime()) return false
  const companies = new Set(
    waiting
      .filter(
        ({ currency, kind }) =>
          currency === first.currency && (!profile.oneKindPerFile || kind === first.kind),
      )
      .map(({ company_id }) => company_id),
  )
  const only = profile.oneKindPerFile ? sql`and kind = ${first.kind}` : sql``
  return db.transaction(async (db) => {
    const originatorId = config.bank.originatorId
    const number = await lockFileNumber(db, originatorId)
    const chosen: Chosen[] = []
    for (const companyId of companies)
      chosen.push(...(await choose(db, companyId, first.currency, only, profile, processedOn, chosen.length)))
    const items = await rejectUnwritable(db, subjects, chosen)
    if (items.length === 0) return chosen.length > 0
    const fileId = newId()
    await db.run(sql`
      insert into bank_files (bank_file_id, originator_id, file_number, profile, currency, created_on, originator, items,
        debit_total, credit_total)
      values (${fileId}, ${originatorId}, ${number}, ${config.bank.profile}, ${first.currency},
        ${torontoTime(now).day}::date, ${JSON.stringify(originatorOf(config.bank))}, ${items.length},
        ${total(items, 'debit')}, ${total(items, 'credit')})`)
    await db.run(
      sql`update bank_file_numbers set last_number = ${number} where originator_id = ${originatorId}`,
    )
    await bind(db, fileId, items, processedOn)
    return true
  })
}

function isTimeToSend({ sendsAtOnce, cutOff }: BankProfile, now: Date, beforeMinutes: number): boolean {
  if (sendsAtOnce) return true
  const { day, minute } = torontoTime(now)
  const cutOffMinute = cutOff.hour * 60 + cutOff.minute
  return processingDay(now, cutOff) === day && minute >= cutOffMinute - beforeMinutes
}

/** The next creation number, 1 to 9999 and again from 1. Rival workers wait here, so that numbers have no gap. */
async function lockFileNumber(db: Db, originatorId: string): Promise<number> {
  await db.run(sql`
    insert into bank_file_numbers (originator_id, last_number) values (${originatorId}, 0) on conflict do nothing`)
  const { last_number } = await db.one<{ last_number: number }>(sql`
    select last_number from bank_file_numbers where originator_id = ${originatorId} for update`)
  return (last_number % 9999) + 1
}

/** Items of one company, oldest first, as many as the file still takes. */
const choose = (
  db: Db,
  companyId: string,
  currency: string,
  only: Statement,
  profile: BankProfile,
  processedOn: string,
  chosenAlready: number,
) =>
  db.many<Chosen>(sql`
    select company_id, bank_item_id, direction, amount, due_on::text, exists (
      select from bank_accounts a where a.company_id = ${companyId} and a.bank_account_id = bank_items.bank_account_id
        and a.routing_number is null) as is_canadian
    from bank_items
    where company_id = ${companyId} and state = 'queued' and bank_file_id is null and currency = ${currency} ${only}
      and due_on <= ${lastDueDate(profile, processedOn)}::date
    order by queued_at, bank_item_id limit ${FILE_ITEMS_MAX - chosenAlready} for update`)

/** What no file of ours can carry is refused at once, so that it does not wait for ever. Answers the rest, debits first. */
async function rejectUnwritable(db: Db, subjects: BankSubjects, chosen: Chosen[]): Promise<Chosen[]> {
  const reasonOf = (item: Chosen) =>
    !item.is_canadian ? 'account_not_supported' : item.amount > AMOUNT_MAX ? 'amount_too_large' : undefined
  const unwritable = chosen.flatMap((item): ItemMove[] => {
    const fail_reason = reasonOf(item)
    return fail_reason ? [{ ...item, fail_reason, fail_direction: failDirectionOf(item.direction) }] : []
  })
  await moveBankItems(db, subjects, 'rejected', unwritable)
  // Segments of one type share records.
  return chosen
    .filter((item) => reasonOf(item) === undefined)
    .sort((a, b) => b.direction.localeCompare(a.direction))
}

const total = (items: Chosen[], direction: BankItemRow['direction']) =>
  items.reduce((sum, item) => (item.direction === direction ? sum + item.amount : sum), 0n)

const bind = (db: Db, fileId: string, items: Chosen[], processedOn: string) =>
  db.run(sql`
    update bank_items i set bank_file_id = ${fileId}, file_line = item.line, file_due_on = item.due_on
    from unnest(
      ${items.map((item) => item.company_id)}::uuid[], ${items.map((item) => item.bank_item_id)}::uuid[],
      ${items.map((item) => dueDateInFile(item.due_on, processedOn))}::date[]
    ) with ordinality as item (company_id, bank_item_id, due_on, line)
    where i.company_id = item.company_id and i.bank_item_id = item.bank_item_id`)
