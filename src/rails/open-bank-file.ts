import { type AccountCountry, countryIn } from '../bank-accounts/account-country.ts'
import { type Db, type Statement, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import type { Currency } from '../ground/money.ts'
import type { Context } from '../process/context.ts'
import { type BankItemRow, type BankSubjects, type ItemMove, moveBankItems } from './bank-item.ts'
import { bankTime, processingDay } from './banking-calendar.ts'
import { dueDateInFile, lastDueDate } from './due-date.ts'
import { failDirectionOf } from './fail-reason.ts'
import type { OrderedItem } from './file-layout.ts'
import { type Rail, railTo } from './rail.ts'
import type { RailProfile } from './rail-profile.ts'

/**
 * Items of one file: what is written, sent again after a crash and refused as a whole stays small. The next
 * file follows at once.
 */
export const FILE_ITEMS_MAX = 10_000
/** Companies that one file takes items of, each with a statement of its own. */
const FILE_COMPANIES_MAX = 200

type QueuedItems = { company_id: string; currency: Currency; kind: BankItemRow['kind']; oldest: Date }
type ChosenItem = Omit<OrderedItem, 'file_due_on'> &
  Pick<BankItemRow, 'bank_item_id' | 'amount'> & {
    currency: Currency
    due_on: string
    country: AccountCountry
  }
type DatedItem = ChosenItem & Pick<OrderedItem, 'file_due_on'>

/**
 * Opens a rail's next file if it is time: allots its number and binds items to it, in one transaction. From
 * then on the file is `writing` until it was handed over. Returns whether it opened one, or refused items.
 */
export async function openBankFile(
  { db, config, clock }: Context,
  subjects: BankSubjects,
  rail: Rail,
): Promise<boolean> {
  const { layout, profile, profileName, originatorId } = rail
  const now = clock.now()
  if (!isTimeToSend(profile, now, config.bank.sendBeforeMinutes)) return false
  const processedOn = processingDay(now, profile.cutOff, profile.calendar)
  const waiting = await db.many<QueuedItems>(sql`
    select i.company_id, i.currency, i.kind, min(i.queued_at) as oldest
    from bank_items i join bank_accounts a on a.company_id = i.company_id and a.bank_account_id = i.bank_account_id
    where i.state = 'queued' and i.bank_file_id is null and i.due_on <= ${lastDueDate(profile, processedOn)}::date
      and ${reached(rail)}
    group by i.company_id, i.currency, i.kind order by oldest, i.company_id limit ${FILE_COMPANIES_MAX}`)
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
  const only = profile.oneKindPerFile ? sql`and i.kind = ${first.kind}` : sql``
  return db.transaction(async (db) => {
    const number = await lockFileNumber(db, originatorId)
    const chosen: ChosenItem[] = []
    for (const companyId of companies)
      chosen.push(...(await choose(db, companyId, first.currency, only, rail, processedOn, chosen.length)))
    const writable = await rejectUnwritable(db, subjects, chosen, rail)
    const items = inFileOrder(withinTotal(writable, profile), rail, processedOn)
    if (items.length === 0) return chosen.length > 0
    const fileId = newId()
    await db.run(sql`
      insert into bank_files (bank_file_id, originator_id, file_number, profile, currency, created_on, originator, items,
        debit_total, credit_total)
      values (${fileId}, ${originatorId}, ${number}, ${profileName}, ${first.currency},
        ${bankTime(now, profile.calendar).day}::date, ${JSON.stringify(layout.originatorOf(config.bank))}, ${items.length},
        ${total(items, 'debit')}, ${total(items, 'credit')})`)
    await db.run(
      sql`update bank_file_numbers set last_number = ${number} where originator_id = ${originatorId}`,
    )
    await bind(db, fileId, items)
    return true
  })
}

function isTimeToSend(
  { sendsAtOnce, cutOff, calendar }: RailProfile,
  now: Date,
  beforeMinutes: number,
): boolean {
  if (sendsAtOnce) return true
  const { day, minute } = bankTime(now, calendar)
  const cutOffMinute = cutOff.hour * 60 + cutOff.minute
  return processingDay(now, cutOff, calendar) === day && minute >= cutOffMinute - beforeMinutes
}

/** Which accounts' items are for the rail. */
const reached = ({ isOnly, reaches }: Rail): Statement =>
  isOnly ? sql`true` : sql`${countryIn('a')} = ${reaches}`

/**
 * The next creation number, 1 to 9999 and again from 1. Rival workers wait here, so that numbers have no gap.
 */
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
  currency: Currency,
  only: Statement,
  rail: Rail,
  processedOn: string,
  chosenAlready: number,
) =>
  db.many<ChosenItem>(sql`
    select i.company_id, i.bank_item_id, i.kind, i.direction, i.amount, i.currency, i.due_on::text, i.trace_number, i.agreed,
      ${countryIn('a')} as country, a.contact_id is null as is_company
    from bank_items i join bank_accounts a on a.company_id = i.company_id and a.bank_account_id = i.bank_account_id
    where i.company_id = ${companyId} and i.state = 'queued' and i.bank_file_id is null and i.currency = ${currency} ${only}
      and i.due_on <= ${lastDueDate(rail.profile, processedOn)}::date and ${reached(rail)}
    order by i.queued_at, i.bank_item_id limit ${FILE_ITEMS_MAX - chosenAlready} for update of i`)

/**
 * An item that no file of ours can carry is refused at once, so that it does not wait for ever. Returns the
 * rest.
 */
async function rejectUnwritable(
  db: Db,
  subjects: BankSubjects,
  chosen: ChosenItem[],
  rail: Rail,
): Promise<ChosenItem[]> {
  const reasonOf = (item: ChosenItem) =>
    railTo([rail], item) === undefined
      ? 'account_not_supported'
      : item.amount > rail.profile.amountMax
        ? 'amount_too_large'
        : undefined
  const unwritable = chosen.flatMap((item): ItemMove[] => {
    const fail_reason = reasonOf(item)
    return fail_reason ? [{ ...item, fail_reason, fail_direction: failDirectionOf(item.direction) }] : []
  })
  await moveBankItems(db, subjects, 'rejected', unwritable)
  return chosen.filter((item) => reasonOf(item) === undefined)
}

/** The first items, as many as the fields of a file's sums hold; the others go with the next file. */
function withinTotal(chosen: ChosenItem[], { totalMax }: RailProfile): ChosenItem[] {
  const sums = { debit: 0n, credit: 0n }
  return chosen.filter((item) => {
    const fits = sums[item.direction] + item.amount <= totalMax
    if (fits) sums[item.direction] += item.amount
    return fits
  })
}

/** Items with their due date in the file, in the order in which they stand there. */
function inFileOrder(chosen: ChosenItem[], { layout, profile }: Rail, processedOn: string): DatedItem[] {
  const keyed = chosen.map((item) => {
    const due = { ...item, file_due_on: dueDateInFile(item.due_on, processedOn, profile) }
    return { item: due, key: layout.sortKeyOf(due) }
  })
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return keyed.map(({ item }) => item)
}

const total = (items: ChosenItem[], direction: BankItemRow['direction']) =>
  items.reduce((sum, item) => (item.direction === direction ? sum + item.amount : sum), 0n)

const bind = (db: Db, fileId: string, items: DatedItem[]) =>
  db.run(sql`
    update bank_items i set bank_file_id = ${fileId}, file_line = item.line, file_due_on = item.due_on
    from unnest(
      ${items.map((item) => item.company_id)}::uuid[], ${items.map((item) => item.bank_item_id)}::uuid[],
      ${items.map((item) => item.file_due_on)}::date[]
    ) with ordinality as item (company_id, bank_item_id, due_on, line)
    where i.company_id = item.company_id and i.bank_item_id = item.bank_item_id`)
