import { hasAbaChecksum } from '../../ground/routing-number.ts'
import { BankFileError, type FilePosition } from '../bank-file-error.ts'
import { type AchBatch, type AchEntry, transactionCodes } from './ach-entry.ts'

const AMOUNT_MAX = 9_999_999_999n

/** The classes that we write and read. COR is the class of notices of change. */
export const secCodes = ['PPD', 'CCD', 'WEB', 'COR'] as const

const serviceOf = { '200': 'both', '220': 'credit', '225': 'debit' } as const

/** What holds for an entry whichever way it goes. Throws a BankFileError. */
export function checkEntry(batch: AchBatch, entry: AchEntry, record: number): void {
  const at = (field: string): FilePosition => ({ record, field })
  const code = transactionCodes[entry.transactionCode]
  if (code === undefined)
    throw new BankFileError('must be a code of checking or savings', at('transaction code'))
  const service = serviceOf[batch.serviceClass as keyof typeof serviceOf]
  if (service !== 'both' && service !== code.direction)
    throw new BankFileError(
      `must be a ${service}, as the service class of its batch says`,
      at('transaction code'),
    )
  if (!hasAbaChecksum(entry.routing))
    throw new BankFileError('has a check digit that does not fit', at('routing'))
  const type = entry.addenda?.type
  const isBack = type === '98' || type === '99'
  if (isBack !== (code.is === 'returned'))
    throw new BankFileError(
      'must be a code of returns with addenda 98 or 99, and with nothing else',
      at('transaction code'),
    )
  if ((type === '98') !== (batch.secCode === 'COR'))
    throw new BankFileError('must be COR with addenda 98, and with nothing else', at('sec code'))
  const mustBeZero = code.is === 'prenote' || type === '98'
  // A prenote comes back with its zero.
  if (
    mustBeZero ? entry.amount !== 0n : entry.amount < (type === '99' ? 0n : 1n) || entry.amount > AMOUNT_MAX
  )
    throw new BankFileError(mustBeZero ? 'must be zero' : 'must be 1 to 9999999999 cents', at('amount'))
  // Nacha Operating Rules, Appendix Three: the payment type code of WEB, mandatory in what is sent.
  if (batch.secCode === 'WEB' && code.is === 'live' && !['S', 'R'].includes(entry.discretionary.trim()))
    throw new BankFileError('must be S or R in WEB', at('discretionary'))
}

/** What holds for a batch. Throws a BankFileError. */
export function checkBatch(batch: AchBatch, record: number): void {
  if (!(secCodes as readonly string[]).includes(batch.secCode))
    throw new BankFileError(`must be ${secCodes.join(', ')}`, { record, field: 'sec code' })
}
