import type { Command } from '../command.ts'

/** `jetpay page …`: what an auditor asks of the pages that take cards. docs/saq-a.md. */
export const pageCommands: readonly Command[] = [
  {
    name: 'page audit',
    summary: 'Compare the pages that take cards, and the embed, with what was released',
    details:
      'Scripts, styles and headers, as a browser gets them; the evidence is a file. The worker does it daily when live; run it weekly (PCI DSS 11.6.1) from another machine of this release. Exit code 1, and an alarm, where anything differs.',
    options: [
      { flags: '--url <url>', says: 'a card page to look at; it is not used up' },
      { flags: '--evidence <folder>', says: 'where the file goes, if not among the data' },
    ],
    examples: ['page audit', 'page audit --evidence ./evidence --json'],
    run: async (given) =>
      (await import('./run-page-audit.ts')).auditPagesNow(given.has('url'), given.has('evidence')),
  },
  {
    name: 'page confirm',
    summary: 'Print what merchants need of you to fill in SAQ A',
    details:
      'The confirmation of FAQ 1588 of the PCI SSC: a merchant that shows the card page in an iframe may rely on it. Read it, and sign it only if it is so.',
    options: [{ flags: '--merchant <name>', says: 'whom it is for' }],
    examples: ['page confirm', 'page confirm --merchant "Northwind Ski School"'],
    prints: true,
    async run(given) {
      const { confirmation } = await import('./confirmation.ts')
      process.stdout.write(await confirmation(given.has('merchant')))
    },
  },
]
