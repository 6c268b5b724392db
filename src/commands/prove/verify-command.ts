import { type Command, json } from '../command.ts'

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Check that the books agree: with themselves, with the card network, with the bank',
  details:
    'Everything that must always hold is looked for in the running database, and nothing is changed. The exit code is 0 where all holds and 1 where something does not. docs/verify-and-chaos.md.',
  options: [
    { flags: '--full', says: 'everything; so it is unless told otherwise' },
    { flags: '--incremental', says: 'only what is new since the last run; for a timer' },
    {
      flags: '--check <names>',
      says: 'only these, with commas, as a run without it names them',
      completes: {
        words: async () => (await import('../../verify/verify.ts')).everyCheck.map(({ name }) => name),
        several: true,
      },
    },
    { flags: '--cells', says: 'each cell behind the directory, and all of them together' },
    { flags: '--simulator <url>', says: 'URL of a demo’s network and bank, for their books' },
    json,
  ],
  examples: [
    'verify',
    'verify --incremental --json',
    'verify --check postings_sum_to_zero',
    'verify --cells',
  ],
  prints: true,
  async run(given) {
    process.exitCode = given.flag('cells')
      ? await (await import('../cells/verify-cells.ts')).verifyEachCell(given)
      : await (await import('./verify.ts')).verifyDatabase(given)
  },
}
