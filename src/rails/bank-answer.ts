import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { type BankConfirmation, parseConfirmation } from './bank-confirmation.ts'
import { BankFileError } from './bank-file-error.ts'
import type { Direction } from './bank-item.ts'
import { ANSWER_BYTES_MAX } from './bank-sftp.ts'
import type { EftHeader } from './eft/eft-item.ts'
import { readNotices } from './eft/notice-of-change.ts'
import { readCpa1464 } from './eft/read-cpa-1464.ts'
import type { Original as AchOriginal } from './nacha/ach-trace.ts'
import { readAchAnswer } from './nacha/read-ach-answer.ts'

/** More returns than that in one file are no day of ours: a file holds 10,000 items. */
const ITEMS_MAX = 50_000

/** Which item it is: our reference, or what ACH has of it. */
export type Original = string | AchOriginal

/** What of a returned item we need; the rest of it is not kept in memory. `code` is the reason, amounts are minor units. */
export type Return = {
  place: string
  original: Original
  direction: Direction
  code: string
  amount: bigint
  currency: 'CAD' | 'USD'
}

/** An account has changed: those parts of it that the bank gives anew. */
export type Notice = {
  place: string
  original: Original
  /** Such as C01; EFT has none. */
  changeCode: string | null
  institution?: string
  transit?: string
  routing?: string
  number?: string
  accountType?: 'chequing' | 'savings'
  holderName?: string
}

/**
 * One file of the bank's, whole and valid. `number` is the bank's own, by which a changed copy is told from a new file; `originatorId`
 * is null in a file about nothing.
 */
export type BankAnswer = { sha256: Buffer; number: string; originatorId: string | null } & (
  | { kind: 'returns' | 'notices'; returns: Return[]; notices: Notice[] }
  | { kind: 'acknowledgment' | 'settlement'; confirmation: BankConfirmation }
)

/** Reads a file to its end before anything is made of it. Throws a BankFileError for one that is not whole and valid. */
export async function readBankAnswer(path: string): Promise<BankAnswer> {
  const { size } = await stat(path)
  if (size > ANSWER_BYTES_MAX)
    throw new BankFileError(`a file must not be larger than ${ANSWER_BYTES_MAX} bytes`)
  const sha256 = await hashOf(path)
  const start = await firstBytes(path)
  if (/^(ACK|SET)\|/.test(start)) return { sha256, ...readConfirmation(await readFile(path, 'latin1')) }
  if (start.startsWith('101')) return { sha256, ...(await readAch(path)) }
  if (start.startsWith('U')) return { sha256, ...(await readNoticeFile(path)) }
  return { sha256, ...(await readReturns(path)) }
}

async function hashOf(path: string): Promise<Buffer> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest()
}

async function firstBytes(path: string): Promise<string> {
  for await (const chunk of createReadStream(path, { end: 3 })) return (chunk as Buffer).toString('latin1')
  return ''
}

function readConfirmation(text: string) {
  const confirmation = parseConfirmation(text)
  const { originatorId, fileNumber } = confirmation
  const number = String(fileNumber).padStart(4, '0')
  return confirmation.kind === 'settled'
    ? {
        kind: 'settlement' as const,
        number: `${number} ${confirmation.dueUntil}`,
        originatorId,
        confirmation,
      }
    : { kind: 'acknowledgment' as const, number, originatorId, confirmation }
}

const numberOf = (header: EftHeader) => String(header.fileCreationNumber).padStart(4, '0')

async function readReturns(path: string) {
  const returns: Return[] = []
  let header: EftHeader | undefined
  for await (const part of readCpa1464(createReadStream(path))) {
    if (part.kind === 'header') header = part.header
    if (part.kind !== 'item') continue
    const { record, segment, item } = part
    if (item.type !== 'I' && item.type !== 'J')
      throw new BankFileError('must be I or J: a bank sends us returns only', { record, segment })
    if (returns.length === ITEMS_MAX) throw new BankFileError(`must not hold more than ${ITEMS_MAX} items`)
    returns.push({
      place: `record ${record}, segment ${segment}`,
      original: item.crossReference,
      direction: item.type === 'J' ? 'debit' : 'credit',
      code: item.transactionType,
      amount: item.amount,
      currency: header!.currency,
    })
  }
  const { originatorId } = header!
  return { kind: 'returns' as const, number: numberOf(header!), originatorId, returns, notices: [] }
}

async function readNoticeFile(path: string) {
  const notices: Notice[] = []
  let header: EftHeader | undefined
  for await (const part of readNotices(createReadStream(path))) {
    if (part.kind === 'header') header = part.header
    else {
      if (notices.length === ITEMS_MAX)
        throw new BankFileError(`must not hold more than ${ITEMS_MAX} notices`)
      const { crossReference, new: to } = part.notice
      notices.push({ place: `record ${part.record}`, original: crossReference, changeCode: null, ...to })
    }
  }
  const { originatorId } = header!
  return { kind: 'notices' as const, number: numberOf(header!), originatorId, returns: [], notices }
}

async function readAch(path: string) {
  const { companyId, ...answer } = await readAchAnswer(createReadStream(path), ITEMS_MAX)
  const kind: 'returns' | 'notices' = answer.returns.length > 0 ? 'returns' : 'notices'
  return { kind, originatorId: companyId, ...answer }
}
