import { type Command, decider } from '../command.ts'

/** `jetpay lockout …`: who is kept from trying further cards. docs/card-testing.md. */
export const lockoutCommands: readonly Command[] = [
  {
    name: 'lockout list',
    summary: 'List who is kept from trying further cards, until when and for what',
    details: 'With the vault’s settings (VAULT_DATABASE_URL).',
    examples: ['lockout list', 'lockout list --json'],
    columns: ['subject', 'declined', 'limit', 'counted_at', 'ends_at'],
    async run() {
      const { lockOuts } = await import('./lock-outs.ts')
      return lockOuts()
    },
  },
  {
    name: 'lockout lift',
    summary: 'Let one of them try again at once; the audit log keeps who did and why',
    details: 'Whoever goes on being declined is locked out again. Run it as `lockout list`.',
    arguments: [{ name: '<subject>', says: 'whom, as `jetpay lockout list` shows it' }],
    options: decider,
    examples: ['lockout lift address:203.0.113.9 --by Ada --note "A convention of ours"'],
    async run(given) {
      const { lift } = await import('./lock-outs.ts')
      return lift(given)
    },
  },
]
