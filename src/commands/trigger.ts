import { readConfig } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { readIfThere } from '../supervisor/run-file.ts'
import type { DemoFile } from '../supervisor/welcome.ts'
import { type DemoClient, openDemo } from './trigger-demo.ts'

export const triggerUsage = 'jetpay trigger <event type>'

/** Test cards (src/simulator/test-cards.ts). */
const APPROVES = '4242424242424242'
const REFUSED_WHEN_SAVED = '4000000000000002'
const DECLINED_WHEN_CHARGED = '4000000000009995'

/**
 * Does what makes the event happen; returns the fields by which that event is known among others of its type.
 */
type Recipe = (demo: DemoClient) => Promise<Record<string, unknown>>

const charged =
  (number: string): Recipe =>
  async (demo) => ({ transactionId: (await demo.charge(number)).debit_id })

const contactOf = (cardPath: string) => cardPath.split('/')[2]!
const cardOf = (cardPath: string) => cardPath.split('/')[4]!

const bankAccount = (contactId: string) => ({
  contact_id: contactId,
  institution: 'Demo Bank',
  title: 'Chequing',
  holder_name: 'Tess Trigger',
  account_type: 'chequing',
  transit_number: '00011',
  institution_number: '001',
  account_number: '7654321',
  holder_address: '1 Main Street',
  holder_address_postal_code: 'H2X 1Y4',
  holder_address_city: 'Montreal',
  holder_address_country: 'CA',
  holder_email: 'trigger@example.com',
})

const addBankAccount = async (demo: DemoClient, contactId: string) =>
  (await demo.call('PUT', '/contact/bank_account', bankAccount(contactId))).identifier as string

/** By real requests alone, those that a platform and its customer would make. */
const recipes: Record<string, Recipe> = {
  'contacts.created': async (demo) => ({ contactId: await demo.createContact() }),
  'contacts.updated': async (demo) => {
    const contactId = await demo.createContact()
    await demo.call('PATCH', `/contact/${contactId}`, { name: 'Tess Triggered' })
    return { contactId }
  },
  'contacts.deleted': async (demo) => {
    const contactId = await demo.createContact()
    await demo.call('DELETE', `/contact/${contactId}`)
    return { contactId }
  },
  'contacts.bank_accounts.created': async (demo) => ({
    bankAccountId: await addBankAccount(demo, await demo.createContact()),
  }),
  'contacts.bank_accounts.deleted': async (demo) => {
    const contactId = await demo.createContact()
    const bankAccountId = await addBankAccount(demo, contactId)
    await demo.call('DELETE', `/contact/${contactId}/bank_accounts/${bankAccountId}`)
    return { bankAccountId }
  },
  'contacts.credit_cards.tokenized': async (demo) => ({
    creditCardId: cardOf(await demo.enterCard(APPROVES)),
  }),
  'contacts.credit_cards.tokenization_failed': async (demo) => ({
    creditCardId: cardOf(await demo.enterCard(REFUSED_WHEN_SAVED)),
  }),
  'contacts.credit_cards.deleted': async (demo) => {
    const path = await demo.saveCard(APPROVES)
    await demo.call('DELETE', path)
    return { contactId: contactOf(path), creditCardId: cardOf(path) }
  },
  'transactions.debits.created': charged(APPROVES),
  'transactions.debits.paid': charged(APPROVES),
  'transactions.debits.failed': charged(DECLINED_WHEN_CHARGED),
  'transactions.debits.completed': async (demo) => {
    const fields = await charged(APPROVES)(demo)
    await demo.clear()
    return fields
  },
}

/** The types that `jetpay trigger` can make. */
export const triggers = Object.keys(recipes)

/**
 * `jetpay trigger <event type>`: makes the event happen in the running demo and prints it, as JSON, once it
 * is in the log.
 */
export async function trigger([type, ...rest]: string[]): Promise<void> {
  const recipe = type !== undefined && Object.hasOwn(recipes, type) ? recipes[type] : undefined
  if (type === undefined || !recipe || rest.length > 0) {
    const asked =
      type === undefined ? 'Name an event type.' : `\`${[type, ...rest].join(' ')}\` cannot be triggered.`
    throw new OperatorError(`${asked} There are:\n  ${triggers.join('\n  ')}`)
  }
  const config = readConfig()
  const demo = readIfThere<DemoFile>(`${config.dataFolder}/demo.json`)
  // Live money is never moved by a command for trying things out.
  if (config.environment !== 'demo' || !demo.api_url || !demo.api_token)
    throw new OperatorError(
      'There is no demo here: start it with `npm start`. Events are triggered in a demo only.',
    )
  const client = openDemo(demo as DemoFile)
  const before = await client.newestEventId()
  console.log(JSON.stringify(await client.eventAfter(before, type, await recipe(client))))
}
