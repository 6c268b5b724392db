import { closeAlarms, listAlarms } from '../alarms/alarm.ts'
import { type AttemptResolution, attemptResolutions, resolveAttempt } from '../charges/resolve-attempt.ts'
import { listOpenItems } from '../clearing/reconciliation-item.ts'
import {
  type DisputeResolution,
  disputeResolutions,
  listOpenDisputes,
  resolveDispute,
} from '../clearing/resolve-dispute.ts'
import { type PersonsResolution, resolutions, resolveItem } from '../clearing/resolve-item.ts'
import type { Database } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { isUuid } from '../ground/ids.ts'
import {
  listParkedReturns,
  type ReturnResolution,
  resolveParkedReturn,
  returnResolutions,
} from '../rails/parked-return.ts'
import { attemptSubjects } from '../worker/attempt-subjects.ts'
import { bankSubjects } from '../worker/bank-subjects.ts'
import { exactJson } from './exact-json.ts'
import { withMainDatabase } from './main-database.ts'
import { parseOptions } from './parse-options.ts'

const options = {
  as: { type: 'string' },
  by: { type: 'string' },
  note: { type: 'string' },
} as const

type Decision = { id: string; as: string; by: string; note: string }
type Command = { usage: string; run(db: Database, decide: () => Decision): Promise<unknown> }

const usageOf = (decisions: readonly string[]) =>
  `<id> --as ${decisions.join('|')} --by <your name> --note <why>`

function oneOf<Decision extends string>(decisions: readonly Decision[], as: string): Decision {
  if (decisions.includes(as as Decision)) return as as Decision
  throw new OperatorError(`--as takes ${decisions.join(', ')}.`)
}

/**
 * What an operator sees to: alarms, differences in clearing, returns that moved nothing, charges and disputes
 * whose outcome only the acquirer knows.
 */
const commands: Record<string, Command> = {
  'alarm list': { usage: '', run: (db) => listAlarms(db) },
  'alarm close': {
    usage: '<id> --by <your name> --note <why>',
    run: async (db, decide) => {
      const { id, by, note } = decide()
      const alarm = (await listAlarms(db)).find(({ alarm_id }) => alarm_id === id)
      if (!alarm) throw new OperatorError(`There is no open alarm ${id}; see \`jetpay alarm list\`.`)
      await closeAlarms(db, alarm.kind, alarm.subject, by, note)
      return { ok: true }
    },
  },
  'reconciliation list': { usage: '', run: (db) => listOpenItems(db) },
  'reconciliation resolve': {
    usage: usageOf(resolutions),
    run: async (db, decide) => {
      const { id, as, by, note } = decide()
      return resolveItem(db, id, oneOf<PersonsResolution>(resolutions, as), by, note)
    },
  },
  'bank-return list': { usage: '', run: (db) => listParkedReturns(db) },
  'bank-return resolve': {
    usage: usageOf(returnResolutions),
    run: async (db, decide) => {
      const { id, as, by, note } = decide()
      await resolveParkedReturn(
        db,
        bankSubjects,
        id,
        oneOf<ReturnResolution>(returnResolutions, as),
        by,
        note,
      )
      return { ok: true }
    },
  },
  'attempt resolve': {
    usage: usageOf(attemptResolutions),
    run: async (db, decide) => {
      const { id, as, by, note } = decide()
      return resolveAttempt(
        db,
        attemptSubjects,
        id,
        oneOf<AttemptResolution>(attemptResolutions, as),
        by,
        note,
      )
    },
  },
  'dispute list': { usage: '', run: (db) => listOpenDisputes(db) },
  'dispute resolve': {
    usage: usageOf(disputeResolutions),
    run: async (db, decide) => {
      const { id, as, by, note } = decide()
      return resolveDispute(db, id, oneOf<DisputeResolution>(disputeResolutions, as), { by, note })
    },
  },
}

export const oversight = Object.entries(commands).map(([name, { usage }]) => `jetpay ${name} ${usage}`.trim())

/**
 * Runs `jetpay alarm …`, `jetpay reconciliation …`, `jetpay bank-return …`, `jetpay attempt …` or `jetpay
 * dispute …` and prints JSON.
 */
export async function oversee(words: string[]): Promise<void> {
  const name = words.slice(0, 2).join(' ')
  const command = commands[name]
  if (!command)
    throw new OperatorError(`There is no \`jetpay ${name}\`. There are:\n  ${oversight.join('\n  ')}`)
  const usage = `jetpay ${name} ${command.usage}`
  const decide = () => readDecision(words.slice(2), usage)
  const answer = await withMainDatabase((db) => command.run(db, decide))
  console.log(exactJson(answer, 2))
}

/** Whoever decides about money says who they are and why; both are kept. */
function readDecision(args: string[], usage: string): Decision {
  const { values, positionals } = parseOptions({ args, options, allowPositionals: true }, usage)
  const [id] = positionals
  if (!id || !isUuid(id)) throw new OperatorError(`Name its id. Usage: ${usage}`)
  if (!values.by || !values.note) throw new OperatorError(`Say who you are and why. Usage: ${usage}`)
  return { id, as: values.as ?? '', by: values.by, note: values.note }
}
