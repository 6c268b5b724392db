import { type Command, json } from '../command.ts'

/** `jetpay audit …`: the audit log of the vault, and whether that and the main side's are whole. */
export const auditCommands: readonly Command[] = [
  {
    name: 'audit list',
    summary: 'List lines of the vault’s audit log: who used which card or key, newest first',
    details:
      'With the vault’s settings (VAULT_DATABASE_URL). That it was read is a line too. What people and tokens did is in the dashboard, and at GET /audit_log.',
    options: [
      { flags: '--do <what>', says: 'only this: card.charge, or card for all of cards' },
      { flags: '--card <id>', says: 'only what names this card' },
      { flags: '--by <whom>', says: 'only of this caller' },
      { flags: '--limit <n>', says: 'how many, 1 to 100; 50 unless told otherwise' },
    ],
    examples: [
      'audit list',
      'audit list --do card.charge --limit 20',
      'audit list --do caller.refused --json',
    ],
    columns: ['at', 'do', 'by', 'card_id', 'reference'],
    async run(given) {
      const { listLines } = await import('./audit-log.ts')
      return listLines(given)
    },
  },
  {
    name: 'audit verify',
    summary: 'Check that no line of the audit logs was changed, removed or moved',
    details:
      'Of both sides where both databases can be asked: each has seen where the other’s log ended. The exit code is 1 where something does not hold. docs/audit-log.md.',
    options: [json],
    examples: ['audit verify', 'audit verify --json'],
    prints: true,
    async run(given) {
      const { verifyLogs } = await import('./audit-log.ts')
      process.exitCode = await verifyLogs(given)
    },
  },
]
