import { type Command, decider } from '../command.ts'

const company = { flags: '--company <id>', says: 'whose cards', needed: true } as const
const by = {
  flags: '--by <your name>',
  says: 'which custodian you are; your secret is asked for, or read from standard input',
  needed: true,
} as const
/** As of other decisions, with what proves the name. */
const asking = [company, by, ...decider.slice(1)] as const
const transfer = { name: '<transfer id>', says: 'as `jetpay cards transfer list` shows it' } as const

const anId = '0197d3a0-0000-7000-8000-000000000001'
const aTransfer = '0197d3a0-0000-7000-8000-000000000003'
const columns = ['transfer_id', 'direction', 'state', 'cards', 'asked_by', 'approved_by', 'ends_at', 'check']

/** `jetpay cards …`: cards that leave for another processor or come from one. docs/portability.md. */
export const cardsCommands: readonly Command[] = [
  {
    name: 'cards custodian add',
    summary: 'Add somebody who may ask that cards leave or come, or approve it',
    details:
      'Their secret is shown once. The first two are added freely; each later one by another (`--by`), and acts a day later.',
    arguments: [{ name: '<name>', says: 'the new custodian’s' }],
    options: [{ flags: by.flags, says: 'who vouches; the secret is read as always' }],
    examples: ['cards custodian add Ada'],
    async run(given) {
      const { addOne } = await import('./custodians.ts')
      return addOne(given)
    },
  },
  {
    name: 'cards custodian list',
    summary: 'List the custodians of cards, those that were removed too',
    examples: ['cards custodian list'],
    columns: ['name', 'added_by', 'added_at', 'active_from', 'removed_at'],
    async run() {
      const { listAll } = await import('./custodians.ts')
      return listAll()
    },
  },
  {
    name: 'cards custodian remove',
    summary: 'Remove a custodian of cards',
    arguments: [{ name: '<name>', says: 'whom' }],
    options: [by],
    examples: ['cards custodian remove Ada --by Grace < grace.secret'],
    async run(given) {
      const { removeOne } = await import('./custodians.ts')
      return removeOne(given)
    },
  },
  {
    name: 'cards export ask',
    summary: 'Ask that a company’s cards be written to a file for another processor',
    details:
      'The file is sealed to the recipient’s public key. Nothing is written before another custodian approves, within a day. docs/portability.md.',
    options: [
      { flags: '--key <file>', says: 'the recipient’s public key: PEM, certificate or JWK', needed: true },
      ...asking,
    ],
    examples: [
      `cards export ask --key their.pem --company ${anId} --by Ada --note "Moves away" < ada.secret`,
    ],
    async run(given) {
      const { askExport } = await import('./transfers.ts')
      return askExport(given)
    },
  },
  {
    name: 'cards export run',
    summary: 'Write the file of an export that was approved',
    details:
      'Where it was ended in the middle, the same command begins anew. Only a whole file gets its name.',
    arguments: [transfer],
    options: [{ flags: '--out <file>', says: 'where to; it must not be there', needed: true }, by],
    examples: [`cards export run ${aTransfer} --out cards.jwe --by Ada < ada.secret`],
    async run(given) {
      const { runExport } = await import('./transfers.ts')
      return runExport(given)
    },
  },
  {
    name: 'cards import key',
    summary: 'Show the public key that others seal cards to for us; it is made where there is none',
    details: 'The private half is beside the vault’s key file, of mode 600: back it up with that.',
    examples: ['cards import key'],
    async run() {
      const { importKey } = await import('./transfers.ts')
      return importKey()
    },
  },
  {
    name: 'cards import ask',
    summary: 'Look through a file of cards, and ask that it be imported',
    details:
      'It is refused whole where a line is wrong or a contact is not there. Each contact_id is the external_reference of a contact here, or its id.',
    arguments: [{ name: '<file>', says: 'as it came' }],
    options: asking,
    examples: [`cards import ask cards.jwe --company ${anId} --by Ada --note "Comes to us" < ada.secret`],
    async run(given) {
      const { askImport } = await import('./transfers.ts')
      return askImport(given)
    },
  },
  {
    name: 'cards import run',
    summary: 'Import a file that was approved, and write what became of each card',
    details:
      'Where it was ended in the middle, the same command goes on. A card that came before stays as it is.',
    arguments: [transfer],
    options: [
      { flags: '--file <file>', says: 'the file that was asked for', needed: true },
      { flags: '--result <file>', says: 'where to write their ids and ours, as CSV', needed: true },
      by,
    ],
    examples: [`cards import run ${aTransfer} --file cards.jwe --result ids.csv --by Ada < ada.secret`],
    async run(given) {
      const { runImport } = await import('./transfers.ts')
      return runImport(given)
    },
  },
  {
    name: 'cards transfer list',
    summary: 'List transfers of cards: who asked, who approved, how many, for which key',
    examples: ['cards transfer list', 'cards transfer list --json'],
    columns,
    async run() {
      const { listAll } = await import('./transfers.ts')
      return listAll()
    },
  },
  {
    name: 'cards transfer approve',
    summary: 'Approve a transfer of cards that another custodian has asked for',
    details:
      'With what the other side told you itself, by another way than key or file came: 20 digits or more of the recipient key’s thumbprint, or of the file’s SHA-256.',
    arguments: [transfer],
    options: [{ flags: '--check <digits>', says: 'what you were told', needed: true }, by],
    examples: [`cards transfer approve ${aTransfer} --check 5f2ab1c07d3e49881160 --by Grace < grace.secret`],
    async run(given) {
      const { approve } = await import('./transfers.ts')
      return approve(given)
    },
  },
  {
    name: 'cards transfer cancel',
    summary: 'End a transfer of cards that has not begun',
    arguments: [transfer],
    options: [by],
    examples: [`cards transfer cancel ${aTransfer} --by Grace < grace.secret`],
    async run(given) {
      const { cancel } = await import('./transfers.ts')
      return cancel(given)
    },
  },
]
