import type { AttemptResolution } from '../../charges/attempt-decision.ts'
import { type Command, decider, paging } from '../command.ts'
import { answerOf, onDatabase, page } from '../on-database.ts'
import { decision } from '../read-word.ts'

const resolutions = ['reversed', 'captured', 'released'] as const satisfies readonly AttemptResolution[]

/** `jetpay attempt …`: charges, captures and refunds of which nobody knows whether the network did them. */
export const attemptCommands: readonly Command[] = [
  {
    name: 'attempt list',
    summary: 'List charges, captures and refunds of unknown outcome',
    details:
      'The card network’s answer was lost, so that nobody knows whether it did what it was asked. Most are settled by themselves within seconds. Those that need a person say so; `--json` has what to ask the acquirer.',
    options: [{ flags: '--unknown', says: 'of unknown outcome, which is all that is listed' }, ...paging],
    examples: ['attempt list --unknown', 'attempt list --unknown --json'],
    columns: ['identifier', 'company_name', 'kind', 'state', 'amount', 'currency', 'since', 'needs_person'],
    run: (given) => answerOf(given, 'platform', 'list_unknown_outcomes', { query: page(given) }),
  },
  {
    name: 'attempt resolve',
    summary: 'Say what became of an attempt, as the acquirer told you',
    details:
      'reversed: nothing was charged, or it was taken back. captured: what was asked for was done. released: the amount was held, and is not taken. Which of them one takes, the list says.',
    arguments: [{ name: '<attempt id>', says: 'its id, as `jetpay attempt list --unknown` shows it' }],
    options: [
      { flags: '--as <outcome>', says: 'what became of it', needed: true, choices: resolutions },
      ...decider,
    ],
    examples: [
      'attempt resolve 0197d3a0-0000-7000-8000-000000000004 --as reversed --by Ada --note "Acquirer, ticket 4711"',
    ],
    run: (given) =>
      onDatabase(async (db) => {
        const { resolveAttemptByCommand } = await import('../../operator/by-command.ts')
        return resolveAttemptByCommand(db, decision(given), given.need('as') as AttemptResolution)
      }),
  },
]
