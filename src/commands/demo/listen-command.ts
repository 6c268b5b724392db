import type { Command } from '../command.ts'
import { eventTypes } from './event-words.ts'

export const listenCommand: Command = {
  name: 'listen',
  summary: 'Print a company’s events as they happen, and forward them to a program on this machine',
  details:
    'Signed like a webhook’s, in order, each batch until it is confirmed. It goes on where it was. Ctrl-C ends it. docs/webhooks.md.',
  options: [
    { flags: '--forward-to <url>', says: 'your program’s URL' },
    { flags: '--replay-from <event or time>', says: 'its number, or such as 2026-01-31T12:00:00Z' },
    {
      flags: '--types <list>',
      says: 'only these: contacts.*,webhooks.failed',
      completes: { words: eventTypes, several: true },
    },
    { flags: '--batch <n>', says: 'events at once, 1 to 100; 10 unless told otherwise' },
    { flags: '--json', says: 'print JSON lines; what goes wrong too' },
    { flags: '--print-json', says: 'as --json', old: true },
    { flags: '--api <url>', says: 'not the demo here; needs --token' },
    { flags: '--token <token>', says: 'its token, with the scope events:read' },
  ],
  examples: [
    'listen',
    'listen --forward-to http://localhost:3000/hook --replay-from 1',
    'listen --types "transactions.debits.*" --json',
  ],
  prints: true,
  run: async (given) => (await import('./listen.ts')).listen(given),
}
