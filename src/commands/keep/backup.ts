import type { LostResolution } from '../../recovery/resolve-lost-item.ts'
import { type Command, decider } from '../command.ts'
import { decision, wholeNumber } from '../read-word.ts'

const resolutions = ['reversed', 'kept'] as const satisfies readonly LostResolution[]
const keys = { flags: '--keys <folder>' } as const
const why = '--by Ada --note "Disk lost, ticket 4711"'
const columns = [
  'identifier',
  'kind',
  'state',
  'amount',
  'currency',
  'last4',
  'reference',
  'happened_at',
  'next_step',
]

/** `jetpay backup`, `restore`, `recovery …`: what is kept for the worst day, and what that day has lost. */
export const backupCommands: readonly Command[] = [
  {
    name: 'backup',
    summary: 'Write both databases, as they are at one moment, to a new folder',
    details:
      'Of the PostgreSQL that `jetpay start` has of its own, running or stopped, with the files of archived events. Keys are never in it: keep the files that it names apart, or backup and keys are lost to the same thief. docs/backup.md.',
    arguments: [{ name: '<folder>', says: 'a folder that is not there yet' }],
    options: [{ ...keys, says: 'copy the key files there, apart from the data' }],
    examples: ['backup /mnt/backups/monday --keys /mnt/keys/monday'],
    run: async (given) => (await import('./run-backup.ts')).runBackup(given.word, given.has('keys')),
  },
  {
    name: 'restore',
    summary: 'Put a backup in the place of the databases',
    details:
      'While the platform is stopped. What was there is moved aside. After it the doors to network and bank are shut until `jetpay recovery go`. docs/backup.md.',
    arguments: [{ name: '<folder>', says: 'what `jetpay backup` wrote' }],
    options: [
      { ...keys, says: 'where the key files are, if not in their places' },
      { flags: '--skip-events <n>', says: 'event ids that each company skips at least' },
    ],
    examples: ['restore /mnt/backups/monday --keys /mnt/keys/monday'],
    run: async (given) =>
      (await import('./run-backup.ts')).runRestore(
        given.word,
        given.has('keys'),
        skipped(given.has('skip-events')),
      ),
  },
  {
    name: 'recovery begin',
    summary: 'Say that the databases were restored to an earlier moment',
    details:
      'After a restore by other tools, before any role runs; `jetpay restore` does it by itself. It shuts the doors to network and bank, and moves on numbers that the lost time may have used. DATABASE_URL and VAULT_DATABASE_URL. docs/backup.md.',
    options: [{ flags: '--skip-events <n>', says: 'event ids that each company skips at least' }],
    examples: ['recovery begin', 'recovery begin --skip-events 5000'],
    run: async (given) => (await import('./run-backup.ts')).runBegin(skipped(given.has('skip-events'))),
  },
  {
    name: 'recovery check',
    summary: 'Find what network and bank did in the time that a restore has lost',
    details:
      'Compares with their books, as often as you like, and lists what is to be seen to. What of it can be told apart is mended at once: files to the bank that have left are sent, files that came are taken in again.',
    options: [{ flags: '--simulator <url>', says: 'URL of a demo’s network and bank, for their books' }],
    examples: ['recovery check', 'recovery check --json'],
    columns,
    run: async (given) => (await import('./run-recovery.ts')).runCheck(given.has('simulator')),
  },
  {
    name: 'recovery list',
    summary: 'List what a restore has lost and nobody has seen to',
    options: [{ flags: '--all', says: 'what was seen to, too' }],
    examples: ['recovery list', 'recovery list --all --json'],
    columns,
    run: async (given) => (await import('./run-recovery.ts')).runList(given.flag('all')),
  },
  {
    name: 'recovery resolve',
    summary: 'Say what becomes of a movement that a restore has lost',
    details:
      'reversed: the worker reverses it at the card network until that says so. kept: it stays as it is there.',
    arguments: [{ name: '<item id>', says: 'its id, as `jetpay recovery list` shows it' }],
    options: [
      { flags: '--as <what>', says: 'what becomes of it', needed: true, choices: resolutions },
      ...decider,
    ],
    examples: [`recovery resolve 0197d3a0-0000-7000-8000-000000000009 --as reversed ${why}`],
    run: async (given) =>
      (await import('./run-recovery.ts')).runResolve(decision(given), given.need('as') as LostResolution),
  },
  {
    name: 'recovery bank-number',
    summary: 'Say which file the bank has had last, where no books can be asked',
    arguments: [{ name: '<originator>', says: 'whose files: JETPAY_BANK_ORIGINATOR_ID' }],
    options: [{ flags: '--last <n>', says: 'the number of its last file', needed: true }],
    examples: ['recovery bank-number JETPAYDEMO --last 42'],
    run: async (given) =>
      (await import('./run-recovery.ts')).runBankNumber(given.word, wholeNumber('last', given.need('last'))),
  },
  {
    name: 'recovery go',
    summary: 'Open the doors to network and bank after a restore',
    details:
      'Items that are still open stay so: a charge that is like one of them is refused until it is resolved.',
    options: [{ flags: '--unseen', says: 'though no books were compared' }, ...decider],
    examples: [`recovery go ${why}`],
    run: async (given) =>
      (await import('./run-recovery.ts')).runGo(given.need('by'), given.need('note'), given.flag('unseen')),
  },
]

const skipped = (given: string | undefined) => (given === undefined ? 0 : wholeNumber('skip-events', given))
