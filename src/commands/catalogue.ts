import { cardsCommands } from './cards/cards.ts'
import { cellCommands } from './cells/cells.ts'
import type { Command } from './command.ts'
import { companyCommands } from './company/company.ts'
import { companyTerms } from './company/company-terms.ts'
import { companyWords } from './company/company-words.ts'
import { demoCommands } from './demo/demo.ts'
import { listenCommand } from './demo/listen-command.ts'
import { backupCommands } from './keep/backup.ts'
import { keysCommands } from './keys/keys.ts'
import { attemptCommands } from './money/attempt.ts'
import { disputeCommands } from './money/dispute.ts'
import { movementCommands } from './money/movements.ts'
import { reconciliationCommands } from './money/reconciliation.ts'
import { pageCommands } from './page/page.ts'
import { contactCommands } from './person/contact.ts'
import { operatorCommands } from './person/operator.ts'
import { userCommands } from './person/user.ts'
import { agreementCommands } from './prove/agreement.ts'
import { auditCommands } from './prove/audit.ts'
import { complianceCommand } from './prove/compliance.ts'
import { eventsCommands } from './prove/events.ts'
import { verifyCommand } from './prove/verify-command.ts'
import { runCommands } from './run.ts'
import { tokenCommands } from './token/token.ts'
import { completionCommands } from './type/completion-command.ts'
import { alarmCommands } from './watch/alarm.ts'
import { lockoutCommands } from './watch/lockout.ts'
import { watchCommands } from './watch/watch.ts'

/**
 * Every command but `help`, in the order of docs/command-line.md. A new one is a line here and in `groups`.
 */
export const commands: readonly Command[] = [
  ...runCommands,
  ...cellCommands,
  ...companyCommands,
  ...companyWords,
  ...companyTerms,
  ...tokenCommands,
  ...userCommands,
  ...operatorCommands,
  ...contactCommands,
  ...movementCommands,
  ...attemptCommands,
  ...disputeCommands,
  ...reconciliationCommands,
  ...watchCommands,
  ...keysCommands,
  ...cardsCommands,
  ...pageCommands,
  ...alarmCommands,
  ...lockoutCommands,
  ...backupCommands,
  verifyCommand,
  ...eventsCommands,
  ...auditCommands,
  complianceCommand,
  ...agreementCommands,
  ...demoCommands,
  listenCommand,
  ...completionCommands,
]

/** What a noun is about, for its own `--help`, where there is more room than in `jetpay help`. */
export const nouns: Readonly<Record<string, string>> = {
  database: 'The databases of an installation on servers of your own',
  cell: 'Cells: whole installations behind one directory',
  company: 'Companies: what each is called, may do, is charged, and shows its payers',
  token: 'The API tokens that a company’s programs have',
  user: 'The people of a company, who sign in to the dashboard',
  operator: 'The people and programs that answer for this installation',
  contact: 'The people and businesses that companies charge and pay',
  'operator token': 'The tokens of operators’ programs',
  transaction: 'Debits and credits: money taken from contacts, and paid to them',
  payout: 'Deposits of what companies have earned to their bank accounts',
  attempt: 'Requests to the card network whose outcome nobody knows',
  dispute: 'Payments that cardholders took back through the card network',
  reconciliation: 'Differences between our books and what the card network cleared',
  'bank-return': 'Returns of a bank that fit no payment of ours',
  file: 'Files to the banks, and what the banks said of them',
  mail: 'Mails that the platform sends',
  webhook: 'Addresses of companies that events are delivered to',
  keys: 'Keys that sign and seal: the inventory, and what replaces them',
  cards: 'Cards that leave for another processor, or come from one',
  'cards custodian': 'Who may ask for that and approve it',
  'cards export': 'A file of a company’s cards for another processor',
  'cards import': 'A file of cards from another processor',
  'cards transfer': 'What was asked for, approved and done',
  'keys part': 'A key-encryption key from the parts of two custodians',
  page: 'The pages that take cards: whether they are as released, and what merchants ask',
  alarm: 'What a person must see to',
  lockout: 'Whoever is kept from trying further cards on card pages',
  recovery: 'What a restore of the databases has lost, found and worked off',
  events: 'A company’s event log, whole or as a proof that nothing in it was changed',
  audit: 'The vault’s audit log, and whether all audit logs are whole',
  agreement: 'Debit agreements that payers signed on the payment page',
  clock: 'The demo’s time, which can be moved forward',
  completion: 'Completion of commands and options with the Tab key',
}

/**
 * The first words of commands, as `jetpay help` shows them; what each is for has 23 letters at most. A role
 * has none.
 */
export const groups: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Run it, and who there is': {
    start: 'everything at once',
    database: 'make users, databases',
    migrate: 'bring databases to date',
    cell: 'installations as one',
    api: '',
    worker: '',
    vault: '',
    simulator: '',
    directory: '',
    shop: '',
    company: 'companies, their terms',
    token: 'their programs’ tokens',
    user: 'people of a company',
    operator: 'who answers for it all',
  },
  'Where money is, and whether it is well': {
    transaction: 'what became of one',
    payout: 'deposits to companies',
    attempt: 'outcomes nobody knows',
    dispute: 'what payers took back',
    reconciliation: 'what cleared otherwise',
    'bank-return': 'returns nobody expects',
    overview: 'what waits for you',
    alarm: 'what you must see to',
    lockout: 'who tried out cards',
    queue: 'jobs, and what waits',
    file: 'files to the banks',
    mail: 'mails, sent or not',
    webhook: 'receivers that fail',
    keys: 'keys, and their age',
    cards: 'move cards, both ways',
    page: 'the card page’s audit',
    certs: 'of roles on many hosts',
    backup: 'data of one moment',
    restore: 'put a backup back',
    recovery: 'what a restore lost',
    verify: 'whether books agree',
    events: 'the event log, proofs',
    audit: 'who used cards, keys',
    compliance: 'what auditors ask for',
    agreement: 'what a payer signed',
    contact: 'erase a person',
  },
  'Build against it': {
    trigger: 'make an event happen',
    listen: 'events to your program',
    clock: 'move the demo’s time',
    rehearse: 'practise for accidents',
    mcp: 'tools for an agent',
    completion: 'for your shell',
  },
}
