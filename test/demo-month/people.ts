/** Whom the demo company deals with: customers with cards and bank accounts, and its own accounts. */
import { setTimeout as delay } from 'node:timers/promises'
import { seeded } from '../chaos/random.ts'
import { type Client, together } from './client.ts'

const given =
  'Ada Alan Amara Ana Anouk Benoît Camille Chloé Daniel Denise Émile Étienne Fatima Florence Grace Hana Hugo Ines Isabelle James Jean-Luc Joséphine Kofi Lars Léa Liam Louise Mathieu Mei Mohammed Noah Olivia Priya Raphaël Rosa Samuel Sofia Thomas Valérie Wei Yasmine Zoé'.split(
    ' ',
  )
const family =
  'Beaulieu Bélanger Bergeron Bouchard Campbell Chen Côté Desjardins Dubois Fortin Fraser Gagnon Gauthier Girard Hopper Hughes Khan Lavoie Lefebvre Lévesque Lovelace MacDonald Martin Morin Nguyen O’Brien Okafor Ouellet Patel Pelletier Roy Schmidt Singh Stewart Tremblay Turing Wilson Wong'.split(
    ' ',
  )

/** Cards that are charged without any trouble, as often as each is seen. */
const common = [
  '4242424242424242',
  '4242424242424242',
  '4242424242424242',
  '5555555555554444',
  '5555555555554444',
  '4000056655665556',
  '4000001240000000',
  '2223003122003222',
  '5200828282828210',
  '378282246310005',
  '6011111111111117',
  '3530111333300000',
]
/** Declined when they are charged. Each is one charge's: a card rests after it (docs/cards.md). */
export const declining = [
  '4000000000000341',
  '4000000000009995',
  '4000000000006975',
  '4100000000000019',
  '4000000000000119',
  '4000000000200412',
  '4000000000200438',
  '4000000000200545',
  '4000000000200578',
  '4000000000200628',
  '4000000000200966',
]
/** One of each is saved, for what it does. */
export const special = {
  unanswered: ['4000000000900011', '4000000000900029', '4000000000900037', '4000000000900052'],
  clearsWrongly: [
    '4000000000910010',
    '4000000000910028',
    '4000000000910036',
    '4000000000910044',
    '4000000000910051',
  ],
  disputed: ['4000000000000259'],
  refunds: ['4000000000920019', '4000000000920027'],
}
/** What cannot even be saved. */
const refused = ['4000000000000002', '4000000000000127', '4000000000000036', '4000000000000069']

/** By what the demo's bank does with them (docs/eft.md, docs/ach.md). */
const numbers = {
  CAD: ['1234567', '7654321', '5550001', '9900901', '9900905', '9910905', '9920001'],
  USD: ['1234567', '7654321', '5550001', '9900001', '9900002', '9910002', '9920001'],
}

export type Card = { contact: string; card: string }
export type Account = { contact: string; account: string; good: boolean }
export type People = {
  contacts: string[]
  cards: Card[]
  special: Record<keyof typeof special, Card[]>
  accounts: { CAD: Account[]; USD: Account[] }
  /** The company's own: where debits are paid to and credits come from. */
  own: { CAD: string; second: string; returning: string; USD: string }
}

const ATONCE = 16
/** Transactions of one customer in a month. */
const EACH = 120

export async function meetPeople(client: Client, seed: number, transactions: number): Promise<People> {
  const random = seeded(seed)
  const size = Math.min(1_500, Math.max(20, Math.ceil(transactions / EACH)))
  const key = (what: string) => `demo-month-${seed}-${transactions}-${what}`
  const people: People = {
    contacts: [],
    cards: [],
    special: { unanswered: [], clearsWrongly: [], disputed: [], refunds: [] },
    accounts: { CAD: [], USD: [] },
    own: await ownAccounts(client, key),
  }
  const planned = Array.from({ length: size }, (_, at) => ({
    at,
    name: `${random.pick(given)} ${random.pick(family)}`,
    language: random.chance(0.35) ? 'fr' : 'en',
    card: random.pick(common),
    bank: random.chance(0.4) ? (random.chance(0.7) ? ('CAD' as const) : ('USD' as const)) : null,
    number: random.chance(0.8) ? '1234567' : null,
    other: random.between(1, 6),
    tags: random.chance(0.2) ? ['wholesale'] : [],
  }))
  await together(planned, ATONCE, async (of) => {
    const plain = of.name
      .normalize('NFD')
      .replace(/[^a-z -]/gi, '')
      .toLowerCase()
      .replace(/ /g, '.')
    const asked = {
      name: of.name,
      email: `${plain}.${of.at}@example.com`,
      language: of.language,
      tags: of.tags,
    }
    const { identifier } = await client.good('PUT', '/contact', asked, key(`contact-${of.at}`))
    people.contacts[of.at] = identifier
    people.cards[of.at] = {
      contact: identifier,
      card: await saveCard(client, identifier, of.card, key(`card-${of.at}`)),
    }
    if (of.bank === null) return
    const number = of.number ?? numbers[of.bank][of.other]!
    const account = await addAccount(client, of.name, of.bank, number, key(`account-${of.at}`), identifier)
    people.accounts[of.bank].push({ contact: identifier, account, good: !/^99[01]/.test(number) })
  })
  for (const kind of Object.keys(special) as (keyof typeof special)[])
    await together(
      special[kind].map((number, at) => ({ number, at })),
      ATONCE,
      async ({ number, at }) => {
        const contact = people.contacts[at % people.contacts.length]!
        const card = await saveCard(client, contact, number, key(`${kind}-${at}`))
        people.special[kind][at] = { contact, card }
      },
    )
  for (const [at, number] of refused.entries())
    await saveCard(client, people.contacts[at]!, number, key(`refused-${at}`), false)
  // The order in which answers came is not the seed's.
  for (const currency of ['CAD', 'USD'] as const)
    people.accounts[currency].sort((a, b) => (a.account < b.account ? -1 : 1))
  return people
}

async function ownAccounts(client: Client, key: (what: string) => string): Promise<People['own']> {
  const add = (currency: 'CAD' | 'USD', number: string, title: string) =>
    addAccount(client, 'Maple Cycles', currency, number, key(`own-${title}`), undefined, title)
  return {
    CAD: client.bank_account_id,
    second: await add('CAD', '7654321', 'Workshop'),
    returning: await add('CAD', '9900905', 'Old account'),
    USD: await add('USD', '1234567', 'US sales'),
  }
}

async function addAccount(
  client: Client,
  holder: string,
  currency: 'CAD' | 'USD',
  number: string,
  key: string,
  contact?: string,
  title?: string,
): Promise<string> {
  const at =
    currency === 'CAD'
      ? { transit_number: '00011', institution_number: '001' }
      : { routing_number: '021000021' }
  const account = { account_type: 'chequing', holder_name: holder, account_number: number, currency, ...at }
  const path = contact === undefined ? '/bank_account' : '/contact/bank_account'
  const more = contact === undefined ? { title } : { contact_id: contact }
  return (await client.good('PUT', path, { ...account, ...more }, key)).identifier
}

/** Through the hosted page, as its script does. A card whose page was used before the kill is left. */
export async function saveCard(
  client: Client,
  contact: string,
  number: string,
  key: string,
  works = true,
): Promise<string> {
  const cards = `/contact/${contact}/creditcards`
  const { url, credit_card_id: card } = await client.good('POST', `${cards}/url`, undefined, key)
  const stateOf = async () => (await client.good('GET', `${cards}/${card}`)).state as string
  if ((await stateOf()) === 'pending')
    await client.call('POST', url, {
      number,
      expiry: '12/39',
      cvc: number.startsWith('37') ? '1234' : '123',
      name: 'Card Holder',
      postal_code: 'H2X 1Y4',
    })
  for (let looks = 0; works && (await stateOf()) !== 'active'; looks++) {
    if (looks > 600) throw new Error(`the card ${card} is not active; does the worker run?`)
    await delay(100)
  }
  return card
}
