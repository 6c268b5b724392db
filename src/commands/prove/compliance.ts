import { type Command, json } from '../command.ts'

export const complianceCommand: Command = {
  name: 'compliance',
  summary: 'List each requirement: how it is met, the tests that show it, and today’s evidence',
  details:
    'PCI DSS 4.0.1, Nacha, Rule H1, Law 25. Evidence needs the databases and settings of the side that it is of; what cannot be looked at here is said so. The exit code is 1 where evidence speaks against a requirement.',
  options: [json],
  examples: ['compliance', 'compliance --json'],
  prints: true,
  async run(given) {
    process.exitCode = await (await import('./show-compliance.ts')).showCompliance(given)
  },
}
