import { type Command, decider, type Given, paging, theCompany } from '../command.ts'
import { answerOf, changing, page } from '../on-database.ts'
import { uuid } from '../read-word.ts'

const id = '0197d3a0-0000-7000-8000-000000000001'
const told = {
  flags: '--told <what>',
  says: 'what its own people read of why; without it: to ask you. The note is not for them',
} as const

/** Suspended and closed are decided alike; `note` says what follows. */
const stopping = (given: Given, how: 'suspendCompany' | 'closeCompany', note: string) =>
  changing(given, async (db) => {
    const stop = (await import('../../companies/suspension.ts'))[how]
    await stop(db, uuid(given.need('company')), given.need('by'), given.need('note'), given.has('told'))
    return { ok: true, note }
  })

/** `jetpay company …`: the companies of this installation. */
export const companyCommands: readonly Command[] = [
  {
    name: 'company list',
    summary: 'List companies, newest first',
    options: [
      { flags: '--state <state>', says: 'only those', choices: ['active', 'suspended', 'closing'] },
      { flags: '--search <text>', says: 'a part of the name, or the whole id' },
      ...paging,
    ],
    examples: ['company list', 'company list --state suspended', 'company list --search maple --json'],
    columns: ['identifier', 'name', 'state', 'features', 'created_at'],
    run: (given) =>
      answerOf(given, 'platform', 'list_companies', {
        query: { ...page(given), state: given.has('state'), search: given.has('search') },
      }),
  },
  {
    name: 'company show',
    summary: 'Show a company with its limits and fees',
    arguments: [theCompany],
    examples: [`company show ${id}`],
    run: async (given) =>
      answerOf(given, 'platform', 'get_operated_company', {
        path: { company_id: uuid(given.need('company')) },
      }),
  },
  {
    name: 'company create',
    summary: 'Make a company',
    details: 'It moves no money before its limits allow it and its bank account is known: docs/company.md.',
    options: [{ flags: '--name <name>', says: 'payment pages, mails and statements show it', needed: true }],
    examples: ['company create --name "Maple Cycles"'],
    run: (given) =>
      changing(given, async (db) => {
        const { createCompany } = await import('../../companies/company.ts')
        return { company_id: await createCompany(db, given.need('name')) }
      }),
  },
  {
    name: 'company seed-demo',
    summary: 'Make the demo company, and write demo.json into the data folder',
    details: '`jetpay start` does so in the demo. What is there stays, and so does a token that still works.',
    examples: ['company seed-demo'],
    run: async () => (await import('../seed-demo.ts')).seedDemoCompany(),
  },
  {
    name: 'company move',
    summary: 'Move a company to another cell, while it charges',
    details:
      'Ended anywhere, the same command goes on. It needs the settings of all cells, with their keys and administrators: docs/cells.md.',
    arguments: [theCompany],
    options: [
      { flags: '--to <cell>', says: 'the cell that it goes to', needed: true },
      { flags: '--settings <folder>', says: 'where each cell’s are, in <cell>.env', needed: true },
      { flags: '--dry-run', says: 'only say whether something is in the way' },
      { flags: '--cancel', says: 'give up a move that has not come to its door' },
    ],
    examples: [`company move ${id} --to b --settings cells`],
    run: async (given) =>
      (await import('../cells/run-move.ts')).runMove({
        company: uuid(given.need('company')),
        to: given.need('to'),
        settings: given.need('settings'),
        how: given.flag('cancel') ? 'cancel' : given.flag('dry-run') ? 'look' : 'move',
        given,
      }),
  },
  {
    name: 'company rename',
    summary: 'Give a company another name',
    arguments: [theCompany],
    options: [{ flags: '--name <name>', says: 'the new name', needed: true }],
    examples: [`company rename ${id} --name "Maple Cycles Ltd."`],
    run: (given) =>
      changing(given, async (db) => {
        const { renameCompany } = await import('../../companies/company.ts')
        await renameCompany(db, uuid(given.need('company')), given.need('name'))
        return { ok: true, note: 'Payment pages, mails and statements show it from now on.' }
      }),
  },
  {
    name: 'company suspend',
    summary: 'Stop a company from taking money',
    details:
      'It still reads, refunds and cancels. What was accepted goes on to its end. Its payouts wait until it is unsuspended.',
    arguments: [theCompany],
    options: [...decider, told],
    examples: [`company suspend ${id} --by "Ada" --note "Chargebacks, ticket 4711"`],
    run: (given) =>
      stopping(
        given,
        'suspendCompany',
        'Its tokens take no money within 10 seconds; payouts wait until it is unsuspended.',
      ),
  },
  {
    name: 'company close',
    summary: 'Close a company that leaves',
    details:
      'It takes no money, as if suspended; what is on its way ends, and payouts go on until nothing is owed to it (`company show`). Its data stays. `company unsuspend` takes it back.',
    arguments: [theCompany],
    options: [...decider, told],
    examples: [`company close ${id} --by "Ada" --note "Contract ended, ticket 4712"`],
    run: (given) =>
      stopping(
        given,
        'closeCompany',
        'Its tokens take no money within 10 seconds; payouts go on until nothing is owed to it.',
      ),
  },
  {
    name: 'company unsuspend',
    summary: 'Let a suspended or closing company go on',
    details: 'Who let it go on and why stand in the audit log.',
    arguments: [theCompany],
    options: [...decider],
    examples: [`company unsuspend ${id} --by "Ada" --note "Chargebacks settled, ticket 4711"`],
    run: (given) =>
      changing(given, async (db) => {
        const { checkNote, unsuspendCompany } = await import('../../companies/suspension.ts')
        given.need('by')
        checkNote(given.need('note'))
        await unsuspendCompany(db, uuid(given.need('company')))
        return { ok: true, note: 'Its tokens take money again within 10 seconds; payouts go out.' }
      }),
  },
]
