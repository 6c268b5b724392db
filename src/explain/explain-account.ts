import { z } from 'zod'
import { type Db, type Statement, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import type { Currency } from '../ground/money.ts'
import type { Account } from '../ledger/account.ts'
import { day } from '../ledger/entry.ts'
import { type Figure, figureOf, figures, type MoveName, moneyFigures, movesOn } from '../summaries/figures.ts'
import { readSummed, type Summed } from '../summaries/summed-within.ts'
import { daysOf, type TimeRange } from '../summaries/time-range.ts'
import { type EntryPosition, readEntries } from './account-entries.ts'
import { type Explained, type Part, pathTo, type Subject } from './explanation.ts'
import { readSubjects } from './subjects.ts'

/**
 * What of an account is explained: in a currency, of a time or of ever, turned in sign where a figure counts
 * what the ledger has below zero; and how far it is opened: a figure, a move, a day.
 */
export type AccountAsked = {
  companyId: string
  account: Account
  currency: Currency
  sign: 1n | -1n
  /** The time as one. */
  whole: Statement
  /** Its days, which are told in its zone. */
  range: TimeRange
  /** The path that this is asked by, and its query without what opens it further. */
  path: string
  query: Record<string, string | undefined>
  figure?: Figure | undefined
  /** What is owed opens into moves at once: a figure of its own would have another sign. */
  byMove?: boolean
  move?: MoveName | undefined
  day?: string | undefined
  cursor?: Cursor | undefined
  limit: number
}

/** Days that one page has at most, with those on which nothing was. */
const DAYS_OF_PAGE = 92
const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/** Where a page begins, and the sum of the pages before, in minor units. */
export type Cursor = { sum: bigint; day?: string; entry?: EntryPosition }
const CURSOR = new RegExp(
  `^(-?\\d{1,18})_(?:(\\d{4}-\\d\\d-\\d\\d)|(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3,6}Z)_(${ID})_(\\d{1,4}))$`,
)
const cursor = z
  .string()
  .transform((text, context): Cursor => {
    const [, sum, onDay, moved_at, transaction_id, sequence] = CURSOR.exec(text) ?? []
    if (sum && onDay && day.safeParse(onDay).success) return { sum: BigInt(sum), day: onDay }
    if (sum && moved_at && transaction_id && !Number.isNaN(Date.parse(moved_at)))
      return { sum: BigInt(sum), entry: { moved_at, transaction_id, sequence: Number(sequence) } }
    context.addIssue('must be the next_cursor of a page')
    return z.NEVER
  })
  .meta({
    jsonSchema: {
      type: 'string',
      description: '`next_cursor` of the page before',
      examples: ['12550_2026-01-31'],
    },
  })

const moveName = z
  .string()
  .regex(/^[a-z_]{1,40}\.[a-z_]{1,40}$/, 'must be a move such as card_debit.charge')
  .transform((name) => name as MoveName)

/** What opens an amount further, from level to level. */
export const openedBy = {
  figure: z.enum(figures).optional().meta({ description: 'Of these moves: opens into moves' }),
  move: moveName.optional().meta({ description: 'Of this move: opens into days' }),
  day: day.optional().meta({ description: 'Of this day, with `move`: opens into entries' }),
  cursor: cursor.optional(),
}

/** Which rows of the sums are meant. */
const isMeant = ({ account, currency, figure, move }: AccountAsked) => {
  const wanted: readonly MoveName[] = move ? [move] : figure ? moneyFigures[figure].moves : movesOn(account)
  return (row: Summed) =>
    row.account === account && row.currency === currency && wanted.includes(`${row.kind}.${row.move}`)
}

/** Opens an amount of an account by one level. 404 for a move that does not post to it. */
export async function explainAccount(db: Db, asked: AccountAsked): Promise<Explained> {
  const { account, companyId, currency, sign, range, move, figure, cursor } = asked
  if (move && !movesOn(account).includes(move))
    throw new Problem('not_found', `No move ${move} posts to ${account}.`)
  const { as_of } = await db.one<{ as_of: Date }>(sql`select jetpay_now() as as_of`)
  const whole = asked.day ? daysOf({ ...range, from: asked.day, to: asked.day }) : asked.whole
  const sums = (await readSummed(db, companyId, [account], whole)).filter(isMeant(asked))
  const amount = sign * sums.reduce((sum, row) => sum + row.amount, 0n)
  const common = {
    currency,
    amount,
    time_zone: range.zone,
    sumBefore: cursor?.sum ?? 0n,
    as_of,
  }
  if (move && asked.day) return { ...common, level: 'entries', ...(await entriesOf(db, asked, whole)) }
  if (move) return { ...common, level: 'days', ...(await daysPage(db, asked)) }
  const byFigure = account === 'company_payable' && !figure && !asked.byMove
  const groups = Map.groupBy(sums, (row) => {
    const name: MoveName = `${row.kind}.${row.move}`
    return byFigure ? figureOf(name)! : name
  })
  const parts = [...groups].map(
    ([key, rows]): Part => ({
      key,
      amount: sign * rows.reduce((sum, row) => sum + row.amount, 0n),
      count: rows.reduce((sum, row) => sum + row.moves, 0n),
      explain: pathTo(asked.path, { ...asked.query, [byFigure ? 'figure' : 'move']: key }),
    }),
  )
  const order: string[] = byFigure ? [...figures] : movesOn(account)
  parts.sort((one, other) => order.indexOf(one.key) - order.indexOf(other.key))
  return { ...common, level: byFigure ? 'figures' : 'moves', parts, next_cursor: null }
}

/** Minor units of the parts so far, for the cursor of the next page. */
const sumOf = (parts: Part[], before: bigint) => parts.reduce((sum, part) => sum + part.amount, before)

/** The newest days first; those on which nothing was are left out. */
async function daysPage(db: Db, asked: AccountAsked): Promise<Pick<Explained, 'parts' | 'next_cursor'>> {
  const { companyId, account, range, sign, cursor } = asked
  const to = cursor?.day ?? range.to
  const from = later(range.from, shift(to, 1 - DAYS_OF_PAGE))
  const rows = (await readSummed(db, companyId, [account], daysOf({ ...range, from, to }))).filter(
    isMeant(asked),
  )
  const parts = [...Map.groupBy(rows, ({ bucket }) => bucket)]
    .sort(([one], [other]) => (one < other ? 1 : -1))
    .map(
      ([key, of]): Part => ({
        key,
        amount: sign * of.reduce((sum, row) => sum + row.amount, 0n),
        count: of.reduce((sum, row) => sum + row.moves, 0n),
        explain: pathTo(asked.path, { ...asked.query, move: asked.move, day: key }),
      }),
    )
  const more = from > range.from
  return { parts, next_cursor: more ? `${sumOf(parts, cursor?.sum ?? 0n)}_${shift(from, -1)}` : null }
}

const DAY_MS = 86_400_000
const shift = (day: string, days: number) =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
const later = (one: string, other: string) => (one > other ? one : other)

async function entriesOf(
  db: Db,
  asked: AccountAsked,
  bucket: Statement,
): Promise<Pick<Explained, 'parts' | 'next_cursor'>> {
  const { companyId, account, currency, move, sign, cursor, limit } = asked
  const of = { companyId, account, currency, name: move! }
  const { entries, next } = await readEntries(db, of, bucket, { after: cursor?.entry, limit })
  const subjects = await readSubjects(
    db,
    companyId,
    entries.map(({ transaction_id }) => transaction_id),
  )
  const parts = entries.map((entry): Part => {
    const subject = subjects.get(entry.transaction_id) ?? null
    const key = `${entry.transaction_id}:${entry.sequence}`
    const amount = sign * entry.amount
    const alone = { entry: key, account, ...(sign < 0n && { negated: 'true' }) }
    return {
      key,
      amount,
      count: 1n,
      at: entry.moved_at,
      subject,
      explain:
        subject && (subject.kind === 'payout' ? payoutPath(subject, amount) : explainOf(subject, alone)),
    }
  })
  const next_cursor =
    next && `${sumOf(parts, cursor?.sum ?? 0n)}_${next.moved_at}_${next.transaction_id}_${next.sequence}`
  return { parts, next_cursor }
}

/** A payout is told as what it brings; where an account has it below zero, with that sign. */
const payoutPath = ({ identifier }: Subject, amount: bigint): string =>
  amount < 0n ? pathTo(`/payout/${identifier}/explain`, { negated: 'true' }) : `/payout/${identifier}/explain`

/**
 * The path that opens what an entry or item is about; null where nothing does. `alone`: one entry or
 * item of a transaction, which may have others since.
 */
export const explainOf = ({ transaction_id }: Subject, alone: Record<string, string> = {}): string | null => {
  if (transaction_id === null) return null
  const path = `/transaction/${transaction_id}/explain`
  return Object.keys(alone).length === 0 ? path : pathTo(path, alone)
}
