/**
 * What this cell pays another of what it owes it. The money goes from bank to bank, by nobody here; it is
 * booked here and, with the next file to that cell, there. This file is the one writer of `cell_payments`.
 */
import { ownCell } from '../cells/own-cell.ts'
import { PLATFORM } from '../companies/company.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { type Currency, formatAmount } from '../ground/money.ts'
import { firstAcquirer } from '../process/acceptors.ts'
import { handOnBankMoves } from '../rails/departed-items.ts'

/** `reference`: the bank's, by which it is booked once. */
export type CellPayment = { cell: string; reference: string; currency: Currency; amount: bigint }
export type Booked = {
  /** False where it was booked before. */
  anew: boolean
  /** What is still owed to the other cell; below zero: what that owes us. */
  owed: bigint
}

/** Two at a time would each see all that is owed. Any fixed number serves. */
const PAYER_LOCK = 7_305_252
const REFERENCE = /^[1-9A-Z][0-9A-Z]{0,10}$/
/** As a file has it: no reference of the network's begins so. */
const filed = (how: 'P' | 'R', reference: string) => `${how}${reference.padStart(11, '0')}`

type Kept = { currency: Currency; amount: bigint; returned_at: Date | null }

/**
 * Books that it was paid; or, with `returned`, that a payment has come back. Done twice is done once. One
 * transaction. Throws an OperatorError for more than is owed, and for another payment under the same
 * reference.
 */
export const bookCellPayment = (db: Database, payment: CellPayment, returned: boolean): Promise<Booked> =>
  db.transaction(async (db) => {
    if (!REFERENCE.test(payment.reference))
      throw new OperatorError(
        'A reference is 1 to 11 capital letters and digits, and does not begin with 0: it is what tells one payment from another.',
      )
    await db.run(sql`select pg_advisory_xact_lock(${PAYER_LOCK})`)
    if ((await ownCell(db)) === null)
      throw new OperatorError(
        'No company has ever moved to or from this cell: it owes nobody.',
        'wrong_state',
      )
    const kept = await find(db, payment)
    const owed = await owedTo(db, payment)
    if (kept && (kept.currency !== payment.currency || kept.amount !== payment.amount))
      throw new OperatorError(
        `${payment.reference} was booked as ${formatAmount(kept.amount)} ${kept.currency} to cell ${payment.cell}: give another payment its own reference.`,
        'wrong_state',
      )
    if (returned) return comeBack(db, payment, kept, owed)
    if (kept) return { anew: false, owed }
    if (payment.amount > owed)
      throw new OperatorError(
        `This cell owes cell ${payment.cell} ${formatAmount(owed > 0n ? owed : 0n)} ${payment.currency}, and not ${formatAmount(payment.amount)}: see \`jetpay cell dues\`.`,
        'wrong_state',
      )
    const { cell, reference, currency, amount } = payment
    await db.run(sql`
      insert into cell_payments (cell_id, reference, currency, amount)
      values (${cell}, ${reference}, ${currency}, ${amount})`)
    await tell(db, payment, filed('P', reference), -amount)
    return { anew: true, owed: owed - amount }
  })

async function comeBack(db: Db, payment: CellPayment, kept: Kept | undefined, owed: bigint): Promise<Booked> {
  const { cell, reference, amount } = payment
  if (!kept) throw new OperatorError(`No payment ${reference} to cell ${cell} was booked here.`, 'not_found')
  if (kept.returned_at) return { anew: false, owed }
  await db.run(sql`
    update cell_payments set returned_at = jetpay_now() where cell_id = ${cell} and reference = ${reference}`)
  await tell(db, payment, filed('R', reference), amount)
  return { anew: true, owed: owed + amount }
}

/** For the next file to that cell, with what it posts on both sides: what that cell is owed more by it. */
async function tell(db: Db, { cell, currency }: CellPayment, trace: string, amount: bigint): Promise<void> {
  const { acquirer_id } = await db.one<{ acquirer_id: string }>(
    sql`select coalesce(${firstAcquirer}, '') as acquirer_id`,
  )
  const move = { company_id: PLATFORM, cell_id: cell, return_code: '', last4: '0000' }
  await handOnBankMoves(db, 'paid', [{ ...move, acquirer_id, trace, currency, amount }])
}

const find = (db: Db, { cell, reference }: CellPayment) =>
  db.first<Kept>(sql`
    select currency, amount, returned_at from cell_payments where cell_id = ${cell} and reference = ${reference}`)

const owedTo = async (db: Db, { cell, currency }: CellPayment): Promise<bigint> =>
  (
    await db.one<{ owed: bigint }>(sql`
      select coalesce(-sum(amount), 0)::bigint as owed from cell_dues where company_id = ${PLATFORM} and cell_id = ${cell} and currency = ${currency}`)
  ).owed

export type ShownDue = {
  cell_id: string
  currency: Currency
  we_owe_amount: bigint
  owed_to_us_amount: bigint
}

/** What this cell and others owe each other, by cell and currency. */
export const listDues = (db: Db) =>
  db.many<ShownDue>(sql`
    select cell_id, currency, greatest(-sum(amount), 0)::bigint as we_owe_amount, greatest(sum(amount), 0)::bigint as owed_to_us_amount
    from cell_dues where company_id = ${PLATFORM} group by 1, 2 order by 1, 2`)
