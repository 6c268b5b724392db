import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Clock } from '../ground/clock.ts'
import { bankingDayFrom, processingDay } from '../rails/banking-calendar.ts'
import { dueDateProblem } from '../rails/due-date.ts'
import { type BankProfileName, bankProfiles } from '../rails/eft/bank-profile.ts'
import { type AchProfileName, achProfiles } from '../rails/nacha/ach-profile.ts'
import type { RailProfile } from '../rails/rail-profile.ts'
import { readAchFile } from './ach-wire.ts'
import { behaviourOf, type RailName } from './bank-accounts.ts'
import { filesIn, releaseLate, writeAnswers } from './bank-answers.ts'
import { type BankBookFile, type BankBookItem, openBankBooks } from './bank-books.ts'
import type { WireFile, WireItem } from './bank-wire.ts'
import { readEftFile } from './eft-wire.ts'

export type BankSettings = {
  /** The folder that bank and platform share: `outgoing/` to the bank, `incoming/` from it. */
  folder: string
  /** Where the bank keeps its books. */
  dataFolder: string
  originatorId: string
  profile: BankProfileName
  /** Who we are by NACHA files, and their folder if it is another; `none`: the bank takes none. */
  ach: { profile: AchProfileName | 'none'; companyId: string; exchange?: { folder: string } | undefined }
  clock: Clock
  log?: { warn(data: object, message: string): void } | undefined
  /**
   * How often the bank looks for files. Default: five times a second, so that one sees in the demo what
   * happens.
   */
  lookMs?: number
}

const LOOK_MS = 200
const ONE = '1'.charCodeAt(0)

/**
 * The simulated bank. It takes each file from `outgoing/`, checks it as strictly as a bank, books all of it
 * or nothing, and answers in `incoming/`. It does not wait for due dates: what settles and what comes back is
 * said at once.
 */
export function openBank(settings: BankSettings) {
  const { folder, ach, clock, log, lookMs = LOOK_MS } = settings
  const eftProfile = bankProfiles[settings.profile]
  const rails: Record<RailName, { originatorId: string; profile: RailProfile } | undefined> = {
    eft: { originatorId: settings.originatorId, profile: eftProfile },
    ach:
      ach.profile === 'none' ? undefined : { originatorId: ach.companyId, profile: achProfiles[ach.profile] },
  }
  const folders = ach.exchange === undefined ? [folder] : [folder, ach.exchange.folder]
  const books = openBankBooks(settings.dataFolder)
  /** On the stopwatch, not the demo's clock: until when late returns are held. */
  let heldUntil = 0
  const holdsLate = () => performance.now() < heldUntil
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
    for (const folder of folders) {
      if (!holdsLate()) releaseLate(folder)
      const outgoing = join(folder, 'outgoing')
      /** Taken and not answered yet: a bank that dies goes on from here. */
      const taken = join(folder, 'at-bank')
      for (const name of filesIn(taken)) await answer(folder, join(taken, name), false)
      for (const name of filesIn(outgoing)) {
        mkdirSync(taken, { recursive: true, mode: 0o700 })
        renameSync(join(outgoing, name), join(taken, name))
        await answer(folder, join(taken, name), true)
      }
    }
  }

  async function answer(folder: string, path: string, isNew: boolean): Promise<void> {
    const bytes = readFileSync(path)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const known = books.findByHash(sha256)
    // Record types 1 and A: the headers of a NACHA file and of one of Standard 005.
    const read = bytes[0] === ONE ? await readAchFile(path) : await readEftFile(path, eftProfile)
    if (known && isNew) {
      // A bank would throw it out; that it came at all is what tests look for.
      books.duplicate(known.file, clock.now().toISOString())
      books.flush()
      log?.warn({ file: basename(path) }, 'the bank got a file that it had booked before')
    } else if (read.header) {
      const file = known ?? book(read, sha256)
      await writeAnswers(folder, read, file, holdsLate())
    } else
      log?.warn(
        { file: basename(path), problem: read.problem },
        'the bank got something that is no file of ours',
      )
    rmSync(path, { force: true })
  }

  /** Books a file as accepted, or as rejected whole. */
  function book(read: WireFile, sha256: string): BankBookFile {
    const { rail, items } = read
    const { number, currency } = read.header!
    const reason = read.problem ?? problemOf(read)
    const sum = (direction: WireItem['direction']) =>
      items.reduce((total, item) => (item.direction === direction ? total + Number(item.amount) : total), 0)
    const file: BankBookFile = {
      rail,
      file: number,
      sha256,
      outcome: reason === undefined ? 'accepted' : 'rejected',
      reason: reason ?? null,
      currency,
      items: items.length,
      debits: sum('debit'),
      credits: sum('credit'),
      at: clock.now().toISOString(),
      ...numberAnswers(read, books.lastAnswer()),
    }
    books.enter(file, reason === undefined ? items.map((item) => toBookItem(read, item, file.at)) : [])
    books.flush()
    return file
  }

  /** What a bank checks beyond the layout: who sends, under which number, for which day. */
  function problemOf({ rail, header, items }: WireFile): string | undefined {
    const { originatorId, number, createdOn } = header!
    const of = rails[rail]
    if (of?.originatorId !== originatorId) return 'the originator is not known'
    if (books.findAccepted(rail, number)) return 'the file creation number was used before'
    const { profile } = of
    const today = processingDay(clock.now(), profile.cutOff, profile.calendar)
    // The demo's clock can be moved ahead, and a file is the first that the bank hears of it.
    const processedOn = createdOn > today ? bankingDayFrom(createdOn, profile.calendar) : today
    for (const { due, direction } of items) {
      const problem = dueDateProblem(profile, direction, due, processedOn)
      if (problem) return `due date ${due} ${problem}`
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
     * Money that somebody else pays us, the card network for instance: minor units, below zero where it is
     * taken. Once per reference, also if it is said again.
     */
    deposit({ reference, currency, amount }: { reference: string; currency: string; amount: number }): void {
      books.deposit(reference, currency, amount, clock.now().toISOString())
      books.flush()
    },
    books,
    /** Late returns wait for so long, from now; 0 lets them go. */
    holdLate(seconds: number): void {
      heldUntil = performance.now() + seconds * 1000
    },
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

/**
 * A number for each file that the bank will answer with beside its acknowledgment; after 9999 they begin
 * again.
 */
function numberAnswers(
  { items, rail }: WireFile,
  last: number,
): Pick<BankBookFile, 'answers' | 'lastAnswer'> {
  const kinds = new Set(items.map((item) => behaviourOf(item.accountNumber, item.direction, rail).kind))
  const answers: BankBookFile['answers'] = {}
  let lastAnswer = last
  for (const kind of ['returned', 'returned_late', 'moved'] as const)
    if (kinds.has(kind)) {
      lastAnswer = (lastAnswer % 9999) + 1
      answers[kind] = lastAnswer
    }
  return { answers, lastAnswer }
}

function toBookItem({ rail, header }: WireFile, item: WireItem, at: string): BankBookItem {
  const behaviour = behaviourOf(item.accountNumber, item.direction, rail)
  return {
    reference: item.reference,
    file: header!.number,
    type: item.direction === 'debit' ? 'D' : 'C',
    amount: Number(item.amount),
    currency: header!.currency,
    due: item.due,
    last4: item.accountNumber.slice(-4),
    at,
    ...(item.entryClass === undefined ? {} : { entry_class: item.entryClass }),
    ...('code' in behaviour
      ? { state: behaviour.kind, return_code: behaviour.code }
      : { state: 'settled', return_code: null }),
  }
}
