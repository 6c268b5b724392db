import type { PersonsResolution } from '../../clearing/resolve-item.ts'
import type { ReturnResolution } from '../../rails/parked-return.ts'
import { type Command, decider, paging } from '../command.ts'
import { answerOf, onDatabase, page } from '../on-database.ts'
import { decision } from '../read-word.ts'

const resolutions = ['settle', 'fail', 'write_off'] as const satisfies readonly PersonsResolution[]
const returnResolutions = ['returned', 'stands'] as const satisfies readonly ReturnResolution[]
const states = ['open', 'corrected', 'settled', 'failed', 'written_off'] as const
const why = '--by Ada --note "Acquirer, ticket 4711"'

/** `jetpay reconciliation …`, `jetpay bank-return …`: what others have otherwise than we have it. */
export const reconciliationCommands: readonly Command[] = [
  {
    name: 'reconciliation list',
    summary: 'List what the card network cleared otherwise than we have it',
    details: 'Cleared: what its file of a day says was charged and refunded. docs/clearing.md.',
    options: [
      { flags: '--state <state>', says: 'those; open ones unless told otherwise', choices: states },
      ...paging,
    ],
    examples: ['reconciliation list', 'reconciliation list --state settled --json'],
    columns: ['identifier', 'kind', 'state', 'currency', 'expected', 'received', 'takes', 'opened_at'],
    run: (given) =>
      answerOf(given, 'platform', 'list_operated_items', {
        query: { ...page(given), state: given.has('state') ?? 'open' },
      }),
  },
  {
    name: 'reconciliation resolve',
    summary: 'Close a difference as what it is; the books follow',
    details:
      'settle: the payment stands, and what is missing or too much is the platform’s loss or gain. fail: the payment failed after all. write_off: the platform keeps, or bears, what no payment stands for. docs/clearing.md.',
    arguments: [{ name: '<item id>', says: 'its id, as `jetpay reconciliation list` shows it' }],
    options: [{ flags: '--as <what>', says: 'what it is', needed: true, choices: resolutions }, ...decider],
    examples: [`reconciliation resolve 0197d3a0-0000-7000-8000-000000000006 --as settle ${why}`],
    run: (given) =>
      onDatabase(async (db) => {
        const { resolveItemByCommand } = await import('../../operator/by-command.ts')
        const { inMajorUnits } = await import('../major-units.ts')
        const as = given.need('as') as PersonsResolution
        return inMajorUnits(await resolveItemByCommand(db, decision(given), as))
      }),
  },
  {
    name: 'bank-return list',
    summary: 'List returns of a bank that fit nothing here, and moved nothing',
    options: [
      {
        flags: '--state <state>',
        says: 'those; open ones unless told otherwise',
        choices: ['open', 'resolved'],
      },
      ...paging,
    ],
    examples: ['bank-return list', 'bank-return list --state resolved --json'],
    columns: ['identifier', 'stage', 'direction', 'amount', 'currency', 'code', 'takes', 'parked_at'],
    run: (given) =>
      answerOf(given, 'platform', 'list_bank_returns', {
        query: { ...page(given), state: given.has('state') ?? 'open' },
      }),
  },
  {
    name: 'bank-return resolve',
    summary: 'Close a bank’s return that you have settled with the bank',
    details: 'returned: its payment came back whole. stands: it did not, or there is none: nothing moves.',
    arguments: [{ name: '<return id>', says: 'its id, as `jetpay bank-return list` shows it' }],
    options: [
      { flags: '--as <what>', says: 'what it is', needed: true, choices: returnResolutions },
      ...decider,
    ],
    examples: [`bank-return resolve 0197d3a0-0000-7000-8000-000000000007 --as returned ${why}`],
    run: (given) =>
      onDatabase(async (db) => {
        const { resolveReturnByCommand } = await import('../../operator/by-command.ts')
        await resolveReturnByCommand(db, decision(given), given.need('as') as ReturnResolution)
        return { ok: true }
      }),
  },
]
