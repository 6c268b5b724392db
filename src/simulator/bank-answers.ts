import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatConfirmation } from '../rails/bank-confirmation.ts'
import { torontoTime } from '../rails/banking-calendar.ts'
import { behaviourOf } from './bank-accounts.ts'
import type { BankBookFile } from './bank-books.ts'
import type { WireFile } from './bank-wire.ts'

/** Of the bank alone: the platform does not look there. */
const HELD = 'held'

/**
 * Writes all that the bank says of a file into `incoming/`: acknowledgment, returns, confirmation, late
 * returns, notices of change, named so that they are read in this order. The same bytes every time, so that
 * after a crash they can be written again. Where `holdsLate`, late returns wait in `held/` until
 * `releaseLate`.
 */
export async function writeAnswers(
  folder: string,
  read: WireFile,
  file: BankBookFile,
  holdsLate: boolean,
): Promise<void> {
  const { originatorId, number: fileNumber } = read.header!
  const put = (place: number, what: string, bytes: string | Buffer, into = 'incoming') =>
    putWhole(
      join(folder, into),
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

  const day = torontoTime(new Date(file.at)).day
  const behaviours = read.items.map((item) => behaviourOf(item.accountNumber, item.direction, read.rail))
  const returned = (kind: 'returned' | 'returned_late') =>
    behaviours.flatMap((of, at) => (of.kind === kind ? { at, code: of.code } : []))
  const early = returned('returned')
  if (early.length > 0) put(2, 'returns', await whole(read.returns(file.answers.returned!, day, early)))
  const dueUntil = read.items.reduce((last, { due }) => (due > last ? due : last), '')
  put(3, 'settlement', formatConfirmation({ ...of, kind: 'settled', dueUntil }))
  const late = returned('returned_late')
  if (late.length > 0)
    put(
      4,
      'late-returns',
      await whole(read.returns(file.answers.returned_late!, day, late)),
      holdsLate ? HELD : 'incoming',
    )
  const notices = behaviours.flatMap((of, at) => (of.kind === 'moved' ? { at, change: of.change } : []))
  if (notices.length > 0) put(5, 'notices', await whole(read.notices(file.answers.moved!, day, notices)))
}

/** The late returns that were held go out, in the order of their files. */
export function releaseLate(folder: string): void {
  for (const name of filesIn(join(folder, HELD)))
    renameSync(join(folder, HELD, name), join(folder, 'incoming', name))
}

/** Names of the files that are there whole. */
export function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort()
  } catch {
    return []
  }
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
