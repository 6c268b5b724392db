/** Does one planned thing through the API, as the company's backend would. */
import type { Client } from './client.ts'
import { type Card, declining, type People, saveCard } from './people.ts'
import type { Item } from './plan.ts'

/** What later days refund, capture, or let expire. */
export type Kept = { sales: { id: string; amount: number }[]; holds: { id: string; amount: number }[] }

/** Sales that a later day may refund; the rest are never looked at again. */
const SALES_KEPT = 2_000

const money = (cents: number) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
const at = <T>(list: readonly T[], draw: number): T => list[draw % list.length]!

export function actor(client: Client, people: People, kept: Kept) {
  const { own } = people
  const pay = async (card: Card, how: 'charge' | 'preauthorize', item: Item, to: string) => {
    const body = { amount: money(item.amount), to_bank_account_id: to, statement: item.statement }
    const path = `/contact/${card.contact}/creditcards/${card.card}/${how}`
    const answer = await client.call('POST', path, body, item.key)
    if (![200, 202, 402, 503, 504].includes(answer.status))
      throw new Error(`${how} was answered ${answer.status} ${answer.text}`)
    client.count(
      answer.status === 200
        ? `cards: ${how === 'charge' ? 'paid' : 'held'}`
        : answer.status === 202
          ? 'cards: unknown at first'
          : `cards: ${answer.body.fail_reason ?? answer.body.code}`,
    )
    return answer.status === 200 ? (answer.body.debit_id as string) : undefined
  }
  const sale = async (card: Card, item: Item, to: string) => {
    const id = await pay(card, 'charge', item, to)
    if (id && item.draw % 12 === 0) {
      kept.sales.push({ id, amount: item.amount })
      if (kept.sales.length > SALES_KEPT) kept.sales.shift()
    }
  }
  const cadTo = ({ draw }: Item) => (draw % 40 === 0 ? own.returning : draw % 5 === 0 ? own.second : own.CAD)

  async function byBank(item: Item, currency: 'CAD' | 'USD'): Promise<void> {
    const payer = at(people.accounts[currency], item.draw)
    const { identifier } = await client.good(
      'PUT',
      '/debit',
      {
        amount: money(item.amount),
        statement: item.statement,
        contact_id: payer.contact,
        to_bank_account: currency === 'CAD' ? own.CAD : own.USD,
      },
      item.key,
    )
    await client.good(
      'POST',
      `/debit/${identifier}/pay`,
      { from_bank_account: payer.account },
      `${item.key}-pay`,
    )
    client.count(`debits by bank in ${currency}`)
  }

  async function credit(item: Item, currency: 'CAD' | 'USD', byLink: boolean): Promise<void> {
    const payee = at(people.accounts[currency], item.draw)
    await client.good(
      'PUT',
      '/credit',
      {
        amount: money(Math.min(item.amount, 40_000)),
        statement: item.statement,
        contact_id: payee.contact,
        from_bank_account: currency === 'CAD' ? own.CAD : own.USD,
        ...(byLink ? {} : { to_bank_account: payee.account }),
      },
      item.key,
    )
    client.count(byLink ? 'credits by link' : `credits in ${currency}`)
  }

  /**
   * Some are paid at once by a card that is entered, some cancelled, the rest wait, and expire in their time.
   */
  async function link(item: Item): Promise<void> {
    const { identifier } = await client.good(
      'PUT',
      '/debit',
      {
        amount: money(item.amount),
        statement: item.statement,
        contact_id: at(people.contacts, item.draw),
        to_bank_account: own.CAD,
      },
      item.key,
    )
    client.count('links')
    if (item.draw % 10 === 0)
      await client.call('DELETE', `/transaction/${identifier}`, undefined, `${item.key}-cancel`)
    if (item.draw % 10 > 6) await enterCard(identifier, item)
  }

  async function enterCard(debit: string, item: Item): Promise<void> {
    const page = await client.call('POST', `/debit/${debit}/creditcard/url`, undefined, `${item.key}-page`)
    if (page.status >= 300) return
    await client.call('POST', page.body.url, {
      number: item.draw % 100 === 7 ? '4000000000009995' : '4242424242424242',
      expiry: '12/39',
      cvc: '123',
      name: 'Card Holder',
      postal_code: 'H2X 1Y4',
    })
    client.count('links paid by card')
  }

  const specially = (kind: keyof People['special']) => (item: Item) =>
    sale(at(people.special[kind], item.draw), { ...item, amount: Math.max(item.amount, 500) }, own.CAD)

  const doers: Record<Item['kind'], (item: Item) => Promise<unknown>> = {
    card: (item) => sale(at(people.cards, item.draw), item, cadTo(item)),
    usd_card: (item) => sale(at(people.cards, item.draw), item, own.USD),
    async decline(item) {
      const contact = at(people.contacts, item.draw)
      const number = at(declining, Math.floor(item.draw / people.contacts.length))
      const card = await saveCard(client, contact, number, `${item.key}-card`)
      await sale({ contact, card }, item, own.CAD)
    },
    unanswered: specially('unanswered'),
    clearsWrongly: specially('clearsWrongly'),
    disputed: specially('disputed'),
    async refunds(item) {
      const id = await pay(at(people.special.refunds, item.draw), 'charge', item, own.CAD)
      if (id)
        await client.call('POST', `/debit/${id}/refund`, { amount: money(item.amount) }, `${item.key}-back`)
    },
    eft: (item) => byBank(item, 'CAD'),
    ach: (item) => byBank(item, 'USD'),
    credit_eft: (item) => credit(item, 'CAD', false),
    credit_ach: (item) => credit(item, 'USD', false),
    credit_link: (item) => credit(item, 'CAD', true),
    link,
    async hold(item) {
      const id = await pay(at(people.cards, item.draw), 'preauthorize', item, own.CAD)
      if (id) kept.holds.push({ id, amount: item.amount })
    },
  }
  return (item: Item) => doers[item.kind](item)
}

/** What a day does about those before it: refunds, captures, releases; the rest of the holds expire. */
export async function settleEarlier(client: Client, kept: Kept, batch: { key: string; refunds: number }) {
  const sales = kept.sales.splice(0, batch.refunds)
  const holds = kept.holds.splice(0, Math.ceil(kept.holds.length / 2))
  const work: Promise<unknown>[] = []
  for (const [at, { id, amount }] of sales.entries()) {
    const part = at % 3 === 0 ? amount : Math.max(1, Math.floor(amount / (2 + (at % 4))))
    work.push(
      client.call('POST', `/debit/${id}/refund`, { amount: money(part) }, `${batch.key}-refund-${at}`),
    )
    client.count('refunds')
  }
  for (const [at, { id, amount }] of holds.entries()) {
    if (at % 4 === 3) continue
    const how = at % 4 === 2 ? 'release' : 'capture'
    const body = how === 'capture' ? { amount: money(at % 2 ? amount : Math.ceil(amount * 0.8)) } : undefined
    work.push(client.call('POST', `/debit/${id}/${how}`, body, `${batch.key}-${how}-${at}`))
    client.count(`holds: ${how}d`)
  }
  await Promise.all(work)
}
