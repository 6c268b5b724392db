import { OperatorError } from '../../ground/errors.ts'
import { type Command, json } from '../command.ts'
import { onDatabase } from '../on-database.ts'
import { everydayTypes } from './event-words.ts'

/** What makes things happen in a demo; a live installation refuses. */
export const demoCommands: readonly Command[] = [
  {
    name: 'trigger',
    summary: 'Make an event happen in the running demo, and print it as JSON',
    details:
      'Any type there is, by the requests that a platform and its customers make. Some move the demo’s clock: contacts.credit_cards.expiring (1m), contacts.credit_cards.expired (33d), webhooks.failed (77h). Without a type it lists those there are.',
    arguments: [
      { name: '[event type]', says: 'such as transactions.debits.paid', completes: { words: everydayTypes } },
    ],
    options: [json],
    examples: ['trigger', 'trigger transactions.debits.paid'],
    prints: true,
    run: async (given) => (await import('./trigger.ts')).trigger(given.word, given.json),
  },
  {
    name: 'rehearse',
    summary: 'Have accidents happen to your integration, and tell what it gets wrong',
    details:
      'In the demo, within four minutes, mostly one: deliveries twice, late and forged, answers that are lost, returns, disputes. The exit code is 0 where no mistake was found, 1 where some were, 2 where it could not be played, or not to its end. docs/rehearsal.md.',
    arguments: [{ name: '<url>', says: 'your webhook endpoint, which answers as in real life' }],
    options: [
      { flags: '--seed <number>', says: 'a number, 1 unless told otherwise; the same one plays the same' },
      {
        flags: '--only <scenarios>',
        says: 'some of docs/rehearsal.md, with commas: paid,forged',
        completes: {
          words: async () => (await import('../../rehearsal/scenarios.ts')).scenarioNames,
          several: true,
        },
      },
      json,
    ],
    examples: [
      'rehearse http://localhost:3000/webhooks',
      'rehearse http://localhost:3000/webhooks --seed 7 --json',
      'rehearse http://localhost:3000/webhooks --only duplicates,forged',
    ],
    prints: true,
    async run(given) {
      process.exitCode = await (await import('../rehearse.ts')).rehearseCommand(given)
    },
  },
  {
    name: 'mcp',
    summary: 'Serve tools over the API to an agent, by MCP on stdin and stdout',
    details: 'Of the running demo, or of another installation with its token in JETPAY_TOKEN. docs/mcp.md.',
    options: [{ flags: '--url <url>', says: 'the API of another installation' }],
    examples: ['mcp', 'mcp --url https://pay.example.com'],
    prints: true,
    run: async (given) => (await import('../mcp.ts')).mcpCommand(given.has('url')),
  },
  {
    name: 'clock show',
    summary: 'Show what time the demo has',
    examples: ['clock show', 'clock show --json'],
    run: async () => {
      await requireDemo()
      return onDatabase(async (db) => {
        const { readClock, showClock } = await import('../../sandbox/sandbox-clock.ts')
        return showClock(await readClock(db))
      })
    },
  },
  {
    name: 'clock advance',
    summary: 'Move the demo’s time forward, and wait until everything has followed',
    details: 'Days pass for everything: captures settle, holds expire, schedules charge. It never goes back.',
    arguments: [{ name: '<step>', says: 'how far, such as 3d, 12h or 1d12h; 366d at most' }],
    examples: ['clock advance 3d', 'clock advance 1d12h', 'clock advance 30m'],
    run: async (given) => {
      await requireDemo()
      return (await import('./advance-clock.ts')).advance(given.word)
    },
  },
]

async function requireDemo(): Promise<void> {
  const { readConfig } = await import('../../ground/config.ts')
  if (readConfig().environment === 'live')
    throw new OperatorError('Only the demo’s clock can be moved; JETPAY_ENVIRONMENT is live.', 'wrong_state')
}
