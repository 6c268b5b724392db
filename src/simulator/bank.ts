import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { bankingDayFrom, processingDay } from '../rails/banking-calendar.ts'
import { dueDateProblem } from '../rails/due-date.ts'
import { type BankProfile, type BankProfileName, bankProfiles, layouts } from '../rails/eft/bank-profile.ts'
import { EftError } from '../rails/eft/eft-error.ts'
import type { EftHeader, EftItem } from '../rails/eft/eft-item.ts'
import { behaviourOf } from './bank-accounts.ts'
import { directionOf, writeAnswers } from './bank-answers.ts'
import { type BankBookFile, type BankBookItem, openBankBooks } from './bank-books.ts'

export type BankSettings = {
  /** The folder that bank and platform share: `outgoing/` to the bank, `incoming/` from it. */
  folder: string
  /** Where the bank keeps its books. */
  dataFolder: string
  originatorId: string
  profile: BankProfileName
  clock: Clock
  log?: { warn(data: object, message: string): void } | undefined
  /** How often the bank looks for files. Default: five times a second, so that one sees in the demo what happens. */
  lookMs?: number
}

const LOOK_MS = 200
/** Segments of one file; ours hold 10,000. */
const ITEMS_MAX = 100_000

/**
 * The simulated bank. It takes each file from `outgoing/`, checks it as strictly as a bank, books all of it or nothing, and answers in
 * `incoming/`. It does not wait for due dates: what settles and what comes back is said at once.
 */
export function openBank(settings: BankSettings) {
  const { folder, originatorId, clock, log, lookMs = LOOK_MS } = settings
  const profile: BankProfile = bankProfiles[settings.profile]
  const books = openBankBooks(settings.dataFolder)
  const outgoing = join(folder, 'outgoing')
  /** Taken and not answered yet: a bank that dies goes on from here. */
  const taken = join(folder, 'at-bank')
  let closing = false
  let looking: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  /** Takes and answers every file that is there. Two calls at once are one. */
  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => {
      looking = undefined
    })
    return looking
  }

  async function lookOnce(): Promise<void> {
    for (const name of filesIn(taken)) await answer(name, false)
    for (const name of filesIn(outgoing)) {
      mkdirSync(taken, { recursive: true, mode: 0o700 })
      renameSync(join(outgoing, name), join(taken, name))
      await answer(name, true)
    }
  }

  async function answer(name: string, isNew: boolean): Promise<void> {
    const path = join(taken, name)
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex')
    const known = books.findByHash(sha256)
    const read = await readWhole(path, profile)
    if (known && isNew) {
      // A bank would throw it out; that it came at all is what tests look for.
      books.duplicate(known.file, clock.now().toISOString())
      books.flush()
      log?.warn({ file: name }, 'the bank got a file that it had booked before')
    } else if (read.header) {
      const file = known ?? book(read.header, read.items, sha256, read.problem)
      await writeAnswers(folder, read.header, file, read.items)
    } else log?.warn({ file: name, problem: read.problem }, 'the bank got something that is no file of ours')
    rmSync(path, { force: true })
  }

  /** Books a file as accepted, or as rejected whole. */
  function book(header: EftHeader, items: EftItem[], sha256: string, broken?: string): BankBookFile {
    const reason = broken ?? problemOf(header, items)
    const at = clock.now().toISOString()
    const numbers = numberAnswers(items, books.lastAnswer())
    const sum = (type: 'C' | 'D') =>
      items.reduce((total, item) => (item.type === type ? total + Number(item.amount) : total), 0)
    const file: BankBookFile = {
      file: header.fileCreationNumber,
      sha256,
      outcome: reason === undefined ? 'accepted' : 'rejected',
      reason: reason ?? null,
      currency: header.currency,
      items: items.length,
      debits: sum('D'),
      credits: sum('C'),
      at,
      ...numbers,
    }
    books.enter(file, reason === undefined ? items.map((item) => toBookItem(header, item)) : [])
    books.flush()
    return file
  }

  /** What a bank checks beyond the layout: who sends, under which number, for which day. */
  function problemOf(header: EftHeader, items: EftItem[]): string | undefined {
    if (header.originatorId !== originatorId) return 'the originator is not known'
    if (books.findAccepted(header.fileCreationNumber)) return 'the file creation number was used before'
    const today = processingDay(clock.now(), profile.cutOff)
    // The demo's clock can be moved ahead, and a file is the first that the bank hears of it.
    const processedOn = header.creationDate > today ? bankingDayFrom(header.creationDate) : today
    for (const item of items) {
      if (item.type !== 'C' && item.type !== 'D') return 'only C and D are taken from an originator'
      const problem = dueDateProblem(profile, directionOf(item), item.date, processedOn)
      if (problem) return `due date ${item.date} ${problem}`
    }
    return undefined
  }

  function poll(): void {
    timer = setTimeout(() => {
      look()
        .catch((error) => log?.warn({ err: error }, 'the bank could not work; it tries again'))
        .finally(() => {
          if (!closing) poll()
        })
    }, lookMs)
  }
  poll()

  return {
    look,
    /**
     * Money that somebody else pays us, the card network for instance: minor units, below zero where it is taken. Once per reference, also
     * if it is said again.
     */
    deposit({ reference, currency, amount }: { reference: string; currency: string; amount: number }): void {
      books.deposit(reference, currency, amount, clock.now().toISOString())
      books.flush()
    },
    books,
    async close(): Promise<void> {
      closing = true
      clearTimeout(timer)
      await looking?.catch(() => undefined)
      clearTimeout(timer)
      books.close()
    },
  }
}

export type Bank = ReturnType<typeof openBank>

/** A number for each file that the bank will answer with beside its acknowledgment; after 9999 they begin again. */
function numberAnswers(items: EftItem[], last: number): Pick<BankBookFile, 'answers' | 'lastAnswer'> {
  const kinds = new Set(items.map((item) => behaviourOf(item.account.number, directionOf(item)).kind))
  const answers: BankBookFile['answers'] = {}
  let lastAnswer = last
  for (const kind of ['returned', 'returned_late', 'moved'] as const)
    if (kinds.has(kind)) {
      lastAnswer = (lastAnswer % 9999) + 1
      answers[kind] = lastAnswer
    }
  return { answers, lastAnswer }
}

/** Names of the files that are there whole. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort()
  } catch {
    return []
  }
}

type Whole = { header?: EftHeader; items: EftItem[]; problem?: string }

/** Reads a file to its end. With a header and a problem it is rejected; without a header nobody knows whose it is. */
async function readWhole(path: string, { layout }: BankProfile): Promise<Whole> {
  const items: EftItem[] = []
  let header: EftHeader | undefined
  try {
    for await (const part of layouts[layout].read(createReadStream(path))) {
      if (part.kind === 'header') header = part.header
      if (part.kind === 'item') items.push(part.item)
      if (items.length > ITEMS_MAX) throw new EftError(`a file must not hold more than ${ITEMS_MAX} items`)
    }
  } catch (error) {
    if (!(error instanceof EftError)) throw error
    return { ...(header ? { header } : {}), items, problem: error.message }
  }
  return { header: header!, items }
}

function toBookItem(header: EftHeader, item: EftItem): BankBookItem {
  const behaviour = behaviourOf(item.account.number, directionOf(item))
  return {
    reference: item.crossReference,
    file: header.fileCreationNumber,
    type: item.type === 'D' ? 'D' : 'C',
    amount: Number(item.amount),
    currency: header.currency,
    due: item.date,
    last4: item.account.number.slice(-4),
    ...('code' in behaviour
      ? { state: behaviour.kind, return_code: behaviour.code }
      : { state: 'settled', return_code: null }),
  }
}
