import { bookCellPayment, type CellPayment, listDues } from '../../clearing/pay-cell.ts'
import type { Database, Db } from '../../db/sql.ts'
import { UsageError } from '../../ground/errors.ts'
import { type Currency, formatAmount } from '../../ground/money.ts'
import type { Given } from '../command.ts'
import { inMajorUnits } from '../major-units.ts'
import { amount } from '../read-word.ts'

/** In the transaction of its line in the audit log. */
export async function runSettle(db: Database, given: Given) {
  const payment: CellPayment = {
    cell: given.word,
    reference: given.need('reference'),
    currency: given.need('currency') as Currency,
    amount: amount('amount', given.need('amount')),
  }
  if (payment.amount === 0n) throw new UsageError('--amount is 0.00; a payment is more than that.')
  const returned = given.flag('returned')
  const { anew, owed } = await bookCellPayment(db, payment, returned)
  const still =
    owed < 0n
      ? `Cell ${payment.cell} owes this one ${formatAmount(-owed)} ${payment.currency}`
      : `This cell owes cell ${payment.cell} ${formatAmount(owed)} ${payment.currency}`
  return {
    ok: true,
    ...payment,
    amount: formatAmount(payment.amount),
    note: anew
      ? `${still} after it. Cell ${payment.cell} books it with the next file to it.`
      : `It was booked before, and not again. ${still}.`,
  }
}

export const showDues = async (db: Db) => inMajorUnits(await listDues(db))
