import type { ArchiveFiles } from '../../events/archive-file.ts'
import { counted } from '../../ground/counted.ts'
import { OperatorError, UsageError } from '../../ground/errors.ts'
import type { Seal } from '../../ground/seal.ts'
import { type Command, company, json } from '../command.ts'
import { onDatabase } from '../on-database.ts'

/** `jetpay events …`: the event log as a proof, and whole. */
export const eventsCommands: readonly Command[] = [
  {
    name: 'events checkpoint',
    summary: 'Show the newest checkpoint of a company’s event log, for whoever keeps it',
    details:
      'A hash that was kept elsewhere proves later that nothing was changed before it: docs/events.md.',
    options: [company],
    examples: ['events checkpoint', 'events checkpoint --json'],
    run: (given) =>
      onDatabase(async (db) => {
        const { findCheckpoint } = await import('../../events/checkpoint.ts')
        const { companyNamed } = await import('../named-company.ts')
        const companyId = await companyNamed(db, given.has('company'))
        const found = await findCheckpoint(db, companyId)
        if (!found)
          throw new OperatorError(
            'No block of this log is closed yet; the first is after a minute.',
            'not_found',
          )
        return {
          company_id: companyId,
          last_event_id: Number(found.last_event_id),
          hash: found.hash.toString('hex'),
          closed_at: found.closed_at,
        }
      }),
  },
  {
    name: 'events prove',
    summary: 'Print a proof, as JSON, that an event stands unchanged in the log',
    arguments: [{ name: '<event id>', says: 'its number, as `jetpay listen` and GET /events have it' }],
    options: [{ flags: '--to <event id>', says: 'prove all events from the first to this one' }, company],
    examples: ['events prove 7 > proof.json', 'events prove 7 --to 20 > proof.json'],
    prints: true,
    run: (given) =>
      onDatabase(async (db) => {
        const { proveEvent } = await import('../../events/prove.ts')
        const { companyNamed } = await import('../named-company.ts')
        const to = given.has('to')
        const last = to === undefined ? undefined : eventId(to)
        const first = eventId(given.word)
        const companyId = await companyNamed(db, given.has('company'))
        const proof = await proveEvent(db, await archiveFiles(), companyId, first, last)
        console.log(JSON.stringify(proof, null, 2))
      }),
  },
  {
    name: 'events verify-proof',
    summary: 'Check a proof: needs the file alone, no database and no network',
    details: 'The exit code is 1 where it proves nothing.',
    arguments: [{ name: '<file>', says: 'what `jetpay events prove` printed' }],
    options: [{ flags: '--checkpoint <hash>', says: 'one that you have kept, or that was published' }, json],
    examples: ['events verify-proof proof.json --checkpoint 4f1d0c'],
    prints: true,
    async run(given) {
      const { verifyProof } = await import('./verify-proof.ts')
      process.exitCode = verifyProof(given.word, given.has('checkpoint'), given.json)
    },
  },
  {
    name: 'events export',
    summary: 'Print a company’s whole event log as JSON lines, archived events too',
    options: [{ flags: '--after <event id>', says: 'begin after this one' }, company],
    examples: ['events export > events.jsonl', 'events export --after 5000 >> events.jsonl'],
    prints: true,
    run: (given) =>
      onDatabase(async (db) => {
        const { readLog } = await import('../../events/export-log.ts')
        const { companyNamed } = await import('../named-company.ts')
        const { openProgress } = await import('../progress.ts')
        const after = given.has('after')
        const from = after === undefined || after === '0' ? 0n : eventId(after)
        const companyId = await companyNamed(db, given.has('company'))
        let count = 0n
        const progress = openProgress(
          () =>
            `\nInterrupted after ${count} whole lines; export anew, or go on after the last event that you have.`,
        )
        for await (const line of readLog(db, await archiveFiles(), companyId, from)) {
          // Whoever reads has had enough.
          if (process.stdout.destroyed) break
          if (!process.stdout.write(line)) await writable(process.stdout)
          count += 1n
          // On a terminal the lines themselves are what moves.
          if (!process.stdout.isTTY) progress.say(`${counted(count, 'event')} written`)
        }
        progress.end()
      }),
  },
]

/** Where the files of archived events are. The main key file is read once one of them is. */
async function archiveFiles(): Promise<ArchiveFiles> {
  const { readConfig } = await import('../../ground/config.ts')
  const { openSeal } = await import('../../ground/seal.ts')
  const { eventArchiveFolder: folder, mainKeyFile } = readConfig()
  let seal: Seal | undefined
  return {
    folder,
    seal() {
      seal ??= openSeal(mainKeyFile)
      return seal
    },
  }
}

/** Until more can be written, or never: then it is destroyed. */
const writable = (stream: NodeJS.WriteStream) =>
  new Promise<void>((resolve) => {
    for (const one of ['drain', 'close', 'error']) stream.once(one, () => resolve())
  })

function eventId(text: string): bigint {
  if (/^[1-9]\d{0,15}$/.test(text)) return BigInt(text)
  throw new UsageError(`"${text}" is not an event's id; they are whole numbers from 1.`)
}
