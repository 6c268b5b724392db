import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatConfirmation } from '../rails/bank-confirmation.ts'
import { torontoTime } from '../rails/banking-calendar.ts'
import type { EftHeader, EftItem } from '../rails/eft/eft-item.ts'
import { type NoticeOfChange, writeNotices } from '../rails/eft/notice-of-change.ts'
import { writeCpa1464 } from '../rails/eft/write-cpa-1464.ts'
import { type BankBehaviour, behaviourOf } from './bank-accounts.ts'
import type { BankBookFile } from './bank-books.ts'

const LINE_END = '\r\n'
/** The simulated bank's data centre. */
const DATA_CENTRE = '00110'

export const directionOf = ({ type }: EftItem): 'debit' | 'credit' => (type === 'D' ? 'debit' : 'credit')

/**
 * Writes all that the bank says of a file into `incoming/`: acknowledgment, returns, confirmation, late returns, notices of change, named
 * so that they are read in this order. The same bytes every time, so that after a crash they can be written again.
 */
export async function writeAnswers(
  folder: string,
  header: EftHeader,
  file: BankBookFile,
  items: EftItem[],
): Promise<void> {
  const { originatorId, fileCreationNumber: fileNumber } = header
  const put = (place: number, what: string, bytes: string | Buffer) =>
    putWhole(
      join(folder, 'incoming'),
      `${String(fileNumber).padStart(4, '0')}.${file.sha256.slice(0, 8)}.${place}.${what}.txt`,
      bytes,
    )
  const of = { originatorId, fileNumber }
  if (file.outcome === 'rejected') {
    put(1, 'rejection', formatConfirmation({ ...of, kind: 'rejected', reason: file.reason ?? '' }))
    return
  }
  const debits = BigInt(file.debits)
  const credits = BigInt(file.credits)
  put(
    1,
    'acknowledgment',
    formatConfirmation({ ...of, kind: 'accepted', items: file.items, debits, credits }),
  )

  const answer = (number: number): EftHeader => ({
    ...header,
    fileCreationNumber: number,
    creationDate: torontoTime(new Date(file.at)).day,
    destinationDataCentre: DATA_CENTRE,
  })
  const returned = (kind: BankBehaviour['kind']) =>
    items.flatMap((item) => {
      const behaviour = behaviourOf(item.account.number, directionOf(item))
      return behaviour.kind === kind && 'code' in behaviour ? [toReturn(item, behaviour.code)] : []
    })
  const early = returned('returned')
  if (early.length > 0)
    put(2, 'returns', await whole(writeCpa1464(answer(file.answers.returned!), early, LINE_END)))
  const dueUntil = items.reduce((last, { date }) => (date > last ? date : last), '')
  put(3, 'settlement', formatConfirmation({ ...of, kind: 'settled', dueUntil }))
  const late = returned('returned_late')
  if (late.length > 0)
    put(4, 'late-returns', await whole(writeCpa1464(answer(file.answers.returned_late!), late, LINE_END)))
  const notices = items.flatMap(toNotice)
  if (notices.length > 0)
    put(5, 'notices', await whole(writeNotices(answer(file.answers.moved!), notices, LINE_END)))
}

/** The item on its way back: reason, original type, and both accounts changed places (data elements 04, 10, 16, 17, 19). */
function toReturn(item: EftItem, code: string): EftItem {
  return {
    ...item,
    type: item.type === 'D' ? 'J' : 'I',
    transactionType: code,
    storedTransactionType: item.transactionType,
    account: item.returnAccount ?? item.account,
    returnAccount: item.account,
    originalItemTrace: item.itemTrace,
  }
}

function toNotice(item: EftItem): NoticeOfChange[] {
  const behaviour = behaviourOf(item.account.number, directionOf(item))
  if (behaviour.kind !== 'moved') return []
  const moved = { institution: item.account.institution, ...behaviour.to }
  return [{ crossReference: item.crossReference, old: item.account, new: moved, name: item.name }]
}

async function whole(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

/** Under its name only once it is whole. */
function putWhole(folder: string, name: string, bytes: string | Buffer): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = join(folder, `.${name}.part`)
  writeFileSync(draft, bytes, { mode: 0o600, flush: true })
  renameSync(draft, join(folder, name))
}
