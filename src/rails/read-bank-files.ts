import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type AlarmKind, raiseAlarm } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { applyBankAnswer } from './apply-bank-answer.ts'
import { readBankAnswer } from './bank-answer.ts'
import { type BankConnection, profilesAt, railsAt } from './bank-connection.ts'
import { BankFileError } from './bank-file-error.ts'
import { renameIfThere } from './bank-folder.ts'
import type { BankSubjects } from './bank-item.ts'
import { settleByClock } from './settle-by-clock.ts'

/** Files that one run reads, so that it ends; the next follows at once. */
const FILES_MAX = 20
/** Lines that are logged of one file: a file of another system's would fill the log. */
const UNMATCHED_LOGGED_MAX = 20

/**
 * Reads what the bank sends: acknowledgments, returns, notices of change, confirmations, each once and only
 * once. A file that cannot be read goes to `rejected/` with its reason beside it, and changes nothing.
 */
export const readBankFiles = (subjects: BankSubjects, bank: BankConnection): Job => ({
  name: `read-bank-files ${bank.rails}`,
  idleMs: 250,
  async run(context) {
    await bank.transport.pull()
    // An answer may be about a file that left and is not recorded yet: first that is recorded.
    const unrecorded = await context.db.first(sql`
      select from bank_files
      where state = 'writing' and staged_as is not null and profile = any(${profilesAt(bank)}::text[]) limit 1`)
    if (unrecorded) return false
    const names = await incomingFiles(bank)
    for (const name of names.slice(0, FILES_MAX)) await readFile(context, subjects, bank, name)
    const unsettled = await settleByClock(context, subjects, railsAt(bank, context.config.bank))
    return unsettled || names.length > FILES_MAX
  },
})

/**
 * Names of the files that are there whole: who writes one gives it its name at the end. By name, as banks
 * number them.
 */
async function incomingFiles(bank: BankConnection): Promise<string[]> {
  const folder = join(bank.folder, 'incoming')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !/^\.|\.(part|tmp)$/.test(entry.name))
    .map((entry) => entry.name)
    .sort()
}

async function readFile(
  context: Context,
  subjects: BankSubjects,
  bank: BankConnection,
  name: string,
): Promise<void> {
  const { config, log } = context
  const path = join(bank.folder, 'incoming', name)
  try {
    const answer = await readBankAnswer(path)
    const rails = railsAt(bank, config.bank)
    const { outcome, unmatched } = await applyBankAnswer(context, subjects, answer, rails)
    if (outcome === 'known') log.warn({ file: name }, 'a file of the bank that was read before')
    if (answer.kind === 'acknowledgment' && answer.confirmation.kind === 'rejected')
      await callSomeone(context, 'bank_file_rejected', `${answer.number} ${name}`, {
        file: name,
        number: answer.number,
        reason: answer.confirmation.reason,
        do: 'its items have failed and their owners were told; correct the cause with the bank before more is sent',
      })
    for (const { position, problem } of unmatched.slice(0, UNMATCHED_LOGGED_MAX))
      log.error(
        { file: name, position, problem, unmatched: unmatched.length },
        'the bank speaks of an item that is not ours so',
      )
    await moveTo(context, bank, 'done', name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    if (!(error instanceof BankFileError)) throw error
    const rejected = await moveTo(context, bank, 'rejected', name)
    await writeFile(`${rejected}.reason`, `${error.message}\n`, { mode: 0o600 })
    await callSomeone(context, 'bank_file_refused', name, {
      file: name,
      problem: error.message,
      kept: rejected,
      do: 'have the bank send it again: nothing of it was applied',
    })
  }
}

/** A bank's file that a person has to see to: an alarm, and one line in the log. */
async function callSomeone(
  { db, log }: Context,
  kind: AlarmKind,
  subject: string,
  details: Record<string, unknown>,
) {
  await raiseAlarm(db, { kind, subject, companyId: null, details })
  log.error(details, kind)
}

/**
 * Takes a file out of `incoming/`, with the time at which it was read, from which its days of retention
 * count. A name that was there before gets the time behind it. Returns where it is now.
 */
async function moveTo(
  { clock }: Context,
  bank: BankConnection,
  where: 'done' | 'rejected',
  name: string,
): Promise<string> {
  const folder = join(bank.folder, where)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const taken = (await readdir(folder)).includes(name)
  const now = clock.now()
  const to = join(folder, taken ? `${name}.${now.getTime()}` : name)
  if (await renameIfThere(join(bank.folder, 'incoming', name), to)) await utimes(to, now, now)
  return to
}
