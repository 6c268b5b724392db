/** What an agent is offered: each tool is one operation of the public API, under a name of its own. */
export type Tool = {
  name: string
  operationId: string
  /** What the operation's own description does not say to a reader who has only the tool. */
  says: string
  /** Parameters of the operation that the tool leaves out. */
  without?: string[]
} & ({ kind: 'read' } | { kind: 'write'; destructive: boolean })

const read = (name: string, operationId: string, says: string, without?: string[]): Tool => ({
  name,
  operationId,
  says,
  kind: 'read',
  ...(without && { without }),
})
const write = (name: string, operationId: string, destructive: boolean, says: string): Tool => ({
  name,
  operationId,
  says,
  kind: 'write',
  destructive,
})

const PAGED = 'Newest first; `limit` is 1 to 100 (20). Pass `next_cursor` on as `cursor` for the next page.'

/** Of every installation. */
const readTools: Tool[] = [
  read('get_company', 'get_company', 'The company whose token this is: its name, features and limits.'),
  read('search', 'search', 'Finds transactions, contacts and more by an id, address, name or amount.'),
  read('search_transactions', 'list_transactions', `Debits and credits by what they are. ${PAGED}`),
  read('get_transaction', 'get_transaction', 'One debit or credit, whole, with its state and history.'),
  read('get_transaction_timeline', 'get_transaction_timeline', 'All that happened to it, in order.'),
  read('explain_amount', 'explain_transaction', 'What an amount of a debit or credit is made of.'),
  read('explain_balance', 'explain_balance', 'What the balance is made of.'),
  read('explain_payout', 'explain_payout', 'What a payout is made of.'),
  read('list_contacts', 'list_contacts', `Whom money is taken from or paid to. ${PAGED}`),
  read('get_contact', 'get_contact', 'One contact.'),
  read(
    'list_saved_cards',
    'list_contact_credit_cards',
    'Saved cards: brand and last four digits, never more.',
  ),
  read('list_bank_accounts', 'list_bank_accounts', 'The company’s own: where charges are deposited.'),
  read('get_balance', 'get_balance', 'What the company has with us, by account and currency.'),
  read('list_payouts', 'list_payouts', `What was paid out to the company’s bank. ${PAGED}`),
  read('get_payout', 'get_payout', 'One payout.'),
  read('get_next_payouts', 'get_next_payouts', 'What is still to come, and when.'),
  read('list_events', 'list_events', 'The log, oldest first: those after the id `after`.', ['wait']),
  read('get_event', 'get_event', 'One event by its number.'),
  read('list_webhooks', 'list_webhooks', `Where events are delivered to, and in which state. ${PAGED}`),
  read('list_webhook_deliveries', 'list_webhook_deliveries', `Each attempt and what came of it. ${PAGED}`),
  read('list_disputes', 'list_disputes', `Debits that card holders took back. ${PAGED}`),
  read('get_dispute', 'get_dispute', 'One dispute, with its deadline and evidence.'),
  read('explain_dispute', 'explain_dispute', 'What a dispute took from the balance, and what came back.'),
]

/** Of the demo only. */
const writeTools: Tool[] = [
  write('create_contact', 'create_contact', false, 'Makes a contact.'),
  write(
    'create_payment_link',
    'create_debit',
    false,
    'Asks a contact for money; answers the `link` to send.',
  ),
  write('charge_saved_card', 'charge_contact_credit_card', true, 'Takes money from a saved card at once.'),
  write('refund_debit', 'refund_debit', true, 'Gives money back; without `amount`, all that is left of it.'),
  write(
    'trigger_event',
    'trigger_sandbox_event',
    true,
    'Makes an event of this type happen; those that need time move the demo’s clock, which never goes back.',
  ),
  write(
    'advance_clock',
    'advance_sandbox_clock',
    true,
    'Moves the demo’s clock forward; it never goes back.',
  ),
]

/**
 * The tools of an installation, by the operations that its own document names. One that serves the sandbox is
 * a demo; any other moves live money, which no agent does.
 */
export function toolsOf(operations: ReadonlyMap<string, unknown>): Tool[] {
  const offered = operations.has('trigger_sandbox_event') ? [...readTools, ...writeTools] : readTools
  return offered.filter(({ operationId }) => operations.has(operationId))
}
