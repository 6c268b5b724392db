import { readFileSync } from 'node:fs'
import type { Database } from '../db/sql.ts'
import { findCheckpoint } from '../events/checkpoint.ts'
import { readLog } from '../events/export-log.ts'
import { checkProof } from '../events/proof.ts'
import { proveEvent } from '../events/prove.ts'
import { readConfig } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { withMainDatabase } from './main-database.ts'
import { companyNamed } from './named-company.ts'
import { parseOptions } from './parse-options.ts'

type Options = { company?: string; to?: string; after?: string; checkpoint?: string }
type Command = { usage: string; run(words: string[], options: Options): Promise<number> }

const print = (value: unknown) => console.log(JSON.stringify(value, null, 2))

const commands: Record<string, Command> = {
  checkpoint: {
    usage: '[--company <id>]',
    run: (_words, { company }) =>
      onDatabase(async (db) => {
        const companyId = await companyNamed(db, company)
        const found = await findCheckpoint(db, companyId)
        if (!found)
          throw new OperatorError('No block of this log is closed yet; the first is after a minute.')
        print({
          company_id: companyId,
          last_event_id: Number(found.last_event_id),
          hash: found.hash.toString('hex'),
          closed_at: found.closed_at,
        })
      }),
  },
  prove: {
    usage: '<event id> [--to <event id>] [--company <id>]',
    run: ([event], { company, to }) =>
      onDatabase(async (db) => {
        const { eventArchiveFolder } = readConfig()
        const last = to === undefined ? undefined : eventId(to)
        const companyId = await companyNamed(db, company)
        print(await proveEvent(db, eventArchiveFolder, companyId, eventId(event), last))
      }),
  },
  'verify-proof': {
    usage: '<file> [--checkpoint <hash>]',
    run: async ([file], { checkpoint }) => verifyProof(file, checkpoint),
  },
  export: {
    usage: '[--after <event id>] [--company <id>]',
    run: (_words, { company, after }) =>
      onDatabase(async (db) => {
        const from = after === undefined || after === '0' ? 0n : eventId(after)
        const companyId = await companyNamed(db, company)
        for await (const line of readLog(db, readConfig().eventArchiveFolder, companyId, from))
          if (!process.stdout.write(line))
            await new Promise((resolve) => process.stdout.once('drain', resolve))
      }),
  },
}

export const eventsUsage = Object.entries(commands).map(
  ([name, { usage }]) => `jetpay events ${name} ${usage}`,
)

/** Runs `jetpay events …`. Returns the exit code: 1 for a proof that proves nothing. */
export async function eventsCommand([name = '', ...args]: string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command)
    throw new OperatorError(
      `There is no \`jetpay events ${name}\`. There are:\n  ${eventsUsage.join('\n  ')}`,
    )
  const text = { type: 'string' } as const
  const options = { company: text, to: text, after: text, checkpoint: text }
  const usage = `jetpay events ${name} ${command.usage}`
  const { values, positionals } = parseOptions({ args, options, allowPositionals: true }, usage)
  return command.run(positionals, values)
}

/** Needs no database and no network: only the file, and for trust a hash that was kept. */
function verifyProof(path: string | undefined, kept: string | undefined): number {
  if (path === undefined)
    throw new OperatorError(
      `Name the proof's file. Usage: jetpay events verify-proof ${commands['verify-proof']!.usage}`,
    )
  const verdict = checkProof(readProof(path))
  if (!verdict.ok) {
    console.log(`FAIL  ${verdict.why}`)
    return 1
  }
  const { eventId, hashes } = verdict
  if (kept !== undefined && !hashes.includes(kept.toLowerCase())) {
    console.log(`FAIL  event ${eventId} is not under the checkpoint ${kept}`)
    return 1
  }
  console.log(
    kept === undefined
      ? `ok    event ${eventId} is under the checkpoint ${hashes.at(-1)}\n      That proves something once this is a hash that you have kept or that was published: give it as --checkpoint.`
      : `ok    event ${eventId} is in the log that the checkpoint ${kept} stands for`,
  )
  return 0
}

function readProof(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new OperatorError(`${path} cannot be read as JSON: ${(error as Error).message}`)
  }
}

/** Prints what `work` finds; what cannot be found is an OperatorError, so the exit code is 0. */
const onDatabase = (work: (db: Database) => Promise<void>) =>
  withMainDatabase(async (db) => {
    await work(db)
    return 0
  })

function eventId(text = ''): bigint {
  if (/^[1-9]\d{0,15}$/.test(text)) return BigInt(text)
  throw new OperatorError(`"${text}" is not an event's id; they are whole numbers from 1.`)
}
