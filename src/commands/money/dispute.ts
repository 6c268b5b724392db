import type { DisputeResolution } from '../../clearing/resolve-dispute.ts'
import { type Command, decider, wholeList } from '../command.ts'
import { onDatabase } from '../on-database.ts'
import { decision } from '../read-word.ts'

const resolutions = ['lost', 'won'] as const satisfies readonly DisputeResolution[]

/** `jetpay dispute …`: debits that card holders took back through the network. */
export const disputeCommands: readonly Command[] = [
  {
    name: 'dispute list',
    summary: 'List disputes that are open, of all companies',
    details:
      'Each as `GET /dispute` shows it, with its company; a thousand at most, the longest under review first. One company’s are at the API, all of them here alone: so is ending one by hand.',
    examples: ['dispute list', 'dispute list --json'],
    columns: ['dispute_id', 'state', 'amount', 'currency', 'reason', 'respond_by'],
    run: () =>
      onDatabase(async (db) => {
        const { listOpenDisputes } = await import('../../clearing/resolve-dispute.ts')
        const { showDispute } = await import('../../disputes/dispute.ts')
        const rows = await listOpenDisputes(db)
        return wholeList(rows.map((row) => ({ ...showDispute(row), company_id: row.company_id })))
      }),
  },
  {
    name: 'dispute resolve',
    summary: 'End a dispute that the network never decided, or decided elsewhere',
    details:
      'lost: the payer keeps what was taken back. won: the company is given it again, once the network has paid it back in a clearing file.',
    arguments: [{ name: '<dispute id>', says: 'its id, as `jetpay dispute list` shows it' }],
    options: [
      { flags: '--as <outcome>', says: 'how it ended', needed: true, choices: resolutions },
      ...decider,
    ],
    examples: [
      'dispute resolve 0197d3a0-0000-7000-8000-000000000005 --as lost --by Ada --note "Acquirer, ticket 4711"',
    ],
    run: (given) =>
      onDatabase(async (db) => {
        const { resolveDisputeByCommand } = await import('../../operator/by-command.ts')
        const { inMajorUnits } = await import('../major-units.ts')
        const as = given.need('as') as DisputeResolution
        return inMajorUnits(await resolveDisputeByCommand(db, decision(given), as))
      }),
  },
]
