import { currencies } from '../../ground/money.ts'
import type { Argument, Command } from '../command.ts'
import { decider, wholeList } from '../command.ts'
import { changing, onDatabase } from '../on-database.ts'

const theCell: Argument = { name: '<cell>', says: 'its name, as JETPAY_CELL_DATABASES has it' }

/** `jetpay cell …`: what the directory in front of several installations knows of them. */
export const cellCommands: readonly Command[] = [
  {
    name: 'cell reader',
    summary: 'Make the user by which the directory reads this cell, and put it into a file',
    details:
      'Run it in the cell: beside its `npm start`, or with DATABASE_URL_FILE and DATABASE_ADMIN_URL_FILE. The file is that of JETPAY_CELL_DATABASES_FILE: docs/cells.md.',
    arguments: [{ name: '<cell>', says: 'how the directory is to call it' }],
    options: [
      { flags: '--file <path>', says: 'the file, made or added to', needed: true },
      { flags: '--own', says: 'the cell’s own user, for `verify --cells`; nobody is made' },
    ],
    examples: ['cell reader a --file cell-databases'],
    run: async (given) =>
      (await import('./run-reader.ts')).runReader(given.word, given.need('file'), given.flag('own')),
  },
  {
    name: 'cell add',
    summary: 'Tell the directory of a cell, and take its companies in',
    details:
      'A cell is a whole installation; its database is in JETPAY_CELL_DATABASES. Added again it gets the addresses given, and is open: docs/cells.md.',
    arguments: [theCell],
    options: [
      { flags: '--api <url>', says: 'where the router reaches its api', needed: true },
      { flags: '--card-pages <url>', says: 'its JETPAY_VAULT_PUBLIC_URL', needed: true },
    ],
    examples: ['cell add a --api https://api-a.example.com --card-pages https://cards-a.example.com'],
    run: async (given) =>
      (await import('./run-cells.ts')).runAdd(given.word, given.need('api'), given.need('card-pages')),
  },
  {
    name: 'cell list',
    summary: 'List cells with their addresses and how many companies are known there',
    examples: ['cell list'],
    columns: ['cell_id', 'state', 'held_until', 'companies', 'api_url', 'card_page_url'],
    run: async () => wholeList(await (await import('./run-cells.ts')).runList()),
  },
  {
    name: 'cell drain',
    summary: 'Have what names no company go to another cell',
    details: 'Its companies stay, and their requests go on to it. `cell add` opens it again: docs/cells.md.',
    arguments: [theCell],
    examples: ['cell drain a'],
    run: async (given) => (await import('./run-cells.ts')).runDrain(given.word),
  },
  {
    name: 'cell hold',
    summary: 'Have requests for a cell wait while it is switched over',
    details:
      'They wait in the routers, and go on once it is released or its time is over. Card pages are not held: docs/cells.md.',
    arguments: [theCell],
    options: [{ flags: '--seconds <n>', says: 'for how long at most, 1 to 60; 30 unless told otherwise' }],
    examples: ['cell hold a', 'cell hold a --seconds 20'],
    run: async (given) => (await import('./run-cells.ts')).runHold(given.word, given.has('seconds')),
  },
  {
    name: 'cell release',
    summary: 'Let requests that wait for a cell go on',
    arguments: [theCell],
    examples: ['cell release a'],
    run: async (given) => (await import('./run-cells.ts')).runRelease(given.word),
  },
  {
    name: 'cell dues',
    summary: 'List what this cell and others owe each other',
    details:
      'Run it in the cell. Money is at the bank of one cell, and its company in another: docs/cells.md.',
    examples: ['cell dues'],
    columns: ['cell_id', 'currency', 'we_owe_amount', 'owed_to_us_amount'],
    run: () =>
      onDatabase(async (db) => wholeList((await (await import('./run-settle.ts')).showDues(db)) as object[])),
  },
  {
    name: 'cell settle',
    summary: 'Book what this cell has paid another of what it owes it',
    details:
      'Run it in the cell that has paid, once its bank has. The other cell books it by the next file; said again it books nothing again. docs/cells.md.',
    arguments: [{ name: '<cell>', says: 'the cell that was paid, as `jetpay cell dues` shows it' }],
    options: [
      { flags: '--currency <currency>', says: 'its currency', needed: true, choices: currencies },
      { flags: '--amount <amount>', says: 'how much, with its cents: 1204.50', needed: true },
      {
        flags: '--reference <bank’s>',
        says: 'the bank’s, 1 to 11 capital letters and digits; of one payment alone',
        needed: true,
      },
      { flags: '--returned', says: 'that payment has come back' },
      ...decider,
    ],
    examples: [
      'cell settle b --currency CAD --amount 1204.50 --reference WIRE4711 --by "Ada" --note "Wire of 30 November"',
    ],
    run: (given) => changing(given, async (db) => (await import('./run-settle.ts')).runSettle(db, given)),
  },
]
