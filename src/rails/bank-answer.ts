import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { type BankConfirmation, parseConfirmation } from './bank-confirmation.ts'
import { BankFileError } from './bank-file-error.ts'
import type { EftOriginal, Notice, Return } from './bank-message.ts'
import { ANSWER_BYTES_MAX } from './bank-sftp.ts'
import type { CanadianAccount, EftHeader } from './eft/eft-item.ts'
import { readNotices } from './eft/notice-of-change.ts'
import { readCpa1464 } from './eft/read-cpa-1464.ts'
import { readAchAnswer } from './nacha/read-ach-answer.ts'
import type { RailName } from './rail.ts'

/** More returns than that in one file are no day of ours: a file holds 10,000 items. */
const ITEMS_MAX = 50_000

/**
 * One file of the bank's, whole and valid. `number` is the bank's own, by which a changed copy is told from a
 * new file; `originators` are those whose items it speaks of, none in a file about nothing.
 */
export type BankAnswer = { sha256: Buffer; number: string; originators: string[] } & (
  | { kind: 'returns' | 'notices'; rail: RailName; returns: Return[]; notices: Notice[] }
  | { kind: 'acknowledgment' | 'settlement'; confirmation: BankConfirmation }
)

/**
 * Reads a file to its end before anything is made of it. Throws a BankFileError for one that is not whole and
 * valid.
 */
export async function readBankAnswer(path: string): Promise<BankAnswer> {
  const { size } = await stat(path)
  if (size > ANSWER_BYTES_MAX)
    throw new BankFileError(`a file must not be larger than ${ANSWER_BYTES_MAX} bytes`)
  const sha256 = await hashOf(path)
  const start = await firstBytes(path)
  if (/^(ACK|SET)\|/.test(start)) return { sha256, ...readConfirmation(await readFile(path, 'latin1')) }
  if (start.startsWith('1')) return { sha256, ...(await readAch(path, sha256)) }
  if (start.startsWith('U')) return { sha256, ...(await readNoticeFile(path)) }
  return { sha256, ...(await readReturns(path)) }
}

async function hashOf(path: string): Promise<Buffer> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest()
}

/** How it begins, behind a byte order mark and what else a program may have put before it. */
async function firstBytes(path: string): Promise<string> {
  for await (const chunk of createReadStream(path, { end: 99 }))
    return (chunk as Buffer).toString('latin1').replace(/^(\u00ef\u00bb\u00bf)?\s*/, '')
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
        originators: [originatorId],
        confirmation,
      }
    : { kind: 'acknowledgment' as const, number, originators: [originatorId], confirmation }
}

const ofEft = ({ fileCreationNumber, originatorId }: EftHeader) => ({
  rail: 'eft' as const,
  number: String(fileCreationNumber).padStart(4, '0'),
  originators: [originatorId],
})

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
      position: `record ${record}, segment ${segment}`,
      originator: header!.originatorId,
      original: originalOf(item.crossReference, item.returnAccount),
      stage: 'return',
      direction: item.type === 'J' ? 'debit' : 'credit',
      code: item.transactionType,
      amount: item.amount,
      currency: header!.currency,
    })
  }
  return { kind: 'returns' as const, ...ofEft(header!), returns, notices: [] }
}

const originalOf = (crossReference: string, account: CanadianAccount | null): EftOriginal => ({
  reference: crossReference.trim().toUpperCase(),
  account,
})

async function readNoticeFile(path: string) {
  const notices: Notice[] = []
  let header: EftHeader | undefined
  for await (const part of readNotices(createReadStream(path))) {
    if (part.kind === 'header') header = part.header
    else {
      if (notices.length === ITEMS_MAX)
        throw new BankFileError(`must not hold more than ${ITEMS_MAX} notices`)
      const { crossReference, new: to } = part.notice
      const about = { position: `record ${part.record}`, originator: header!.originatorId }
      notices.push({ ...about, original: originalOf(crossReference, null), changeCode: null, ...to })
    }
  }
  return { kind: 'notices' as const, ...ofEft(header!), returns: [], notices }
}

/** A file that the bank gives nothing to tell it by is told by its bytes. */
async function readAch(path: string, sha256: Buffer) {
  const answer = await readAchAnswer(createReadStream(path), ITEMS_MAX)
  const kind: 'returns' | 'notices' = answer.returns.length > 0 ? 'returns' : 'notices'
  return { ...answer, kind, rail: 'ach' as const, number: answer.number ?? sha256.toString('hex') }
}
