/**
 * One company of the month as its own backend: requests, cards, accounts, and the books that it keeps beside.
 */
import assert from 'node:assert/strict'
import { type BankCurrency, formatAmount } from '../../src/ground/money.ts'
import type { Random } from '../chaos/random.ts'
import { until } from '../platform.ts'
import { openBankMoney } from './bank-money.ts'
import { openCardMoney } from './card-money.ts'
import { exactAnswer } from './exact-answer.ts'
import { openLedger } from './ledger.ts'

export type Answer = { status: number; body: any; text: string }
/** The number of the test card or account beside what is saved under it: both are the documents' own. */
export type SavedCard = { number: string; path: string; contactId: string; cardId: string }
export type SavedAccount = { number: string; id: string; contactId: string }
export type Merchant = Awaited<ReturnType<typeof openMerchant>>

export type Given = {
  apiUrl: string
  simulatorUrl: string
  companyId: string
  token: string
  currency: BankCurrency
  random: Random
  /** How accounts of its country are named. */
  bankNumbers: Record<string, string>
}

export async function openMerchant(given: Given) {
  const { apiUrl, token, currency, random, bankNumbers } = given
  const ledger = openLedger()

  async function call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(path.startsWith('http') ? path : apiUrl + path, {
      method,
      headers: {
        ...(path.startsWith('http')
          ? { 'sec-fetch-site': 'same-origin' }
          : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, text, body: exactAnswer(text) }
  }

  async function good(method: string, path: string, body?: unknown): Promise<any> {
    const answer = await call(method, path, body)
    assert.ok(
      answer.status < 300,
      `${currency} ${method} ${path} was answered ${answer.status} ${answer.text}`,
    )
    return answer.body
  }

  const newAccount = async (path: string, number: string, fields: object = {}): Promise<string> =>
    (
      await good('PUT', path, {
        account_type: 'chequing',
        holder_name: 'Ada Lovelace',
        account_number: number,
        currency,
        ...bankNumbers,
        ...fields,
      })
    ).identifier

  const contactId: string = (
    await good('PUT', '/contact', { email: 'ada@example.com', name: 'Ada Lovelace' })
  ).identifier
  const savedCards = new Map<string, Promise<SavedCard>>()
  const savedAccounts = new Map<string, Promise<SavedAccount>>()
  const ownAccounts = new Map<string, Promise<string>>()
  const once = <T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> => {
    const made = map.get(key) ?? make()
    map.set(key, made)
    return made
  }

  /** Sends a card as the hosted page's script does. */
  const enterCard = (url: string, number: string) =>
    good('POST', url, {
      number,
      expiry: '12/39',
      cvc: number.startsWith('3') ? '1234' : '123',
      name: 'Ada Lovelace',
      postal_code: 'H2X 1Y4',
    })

  async function saveCard(number: string): Promise<SavedCard> {
    const cards = `/contact/${contactId}/creditcards`
    const { url, credit_card_id: cardId } = await good('POST', `${cards}/url`)
    await enterCard(url, number)
    const path = `${cards}/${cardId}`
    await until('a card to be active', async () => (await good('GET', path)).state === 'active')
    return { number, path, contactId, cardId }
  }

  return {
    ...given,
    ledger,
    cards: openCardMoney(ledger),
    bank: openBankMoney(ledger),
    contactId,
    call,
    good,
    enterCard,
    /** The saved card with this number; the first time it is saved. */
    card: (number: string) => once(savedCards, number, () => saveCard(number)),
    /** The contact's account with this number. */
    account: (number: string) =>
      once(savedAccounts, number, async () => ({
        number,
        contactId,
        id: await newAccount('/contact/bank_account', number, { contact_id: contactId }),
      })),
    /** The company's own account with this number: where debits are deposited and credits are paid from. */
    own: (number: string) => once(ownAccounts, number, () => newAccount('/bank_account', number)),
    amount: (from: number, to: number) => BigInt(random.between(from, to)),
    /** Every page of a list. */
    async all(path: string): Promise<any[]> {
      const rows: any[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: any = await good('GET', `${path}limit=100${cursor ? `&cursor=${cursor}` : ''}`)
        rows.push(...page.data)
        cursor = page.next_cursor
      }
      return rows
    },
    transaction: (id: string) => good('GET', `/transaction/${id}`),
  }
}

/** As requests carry it. */
export const asAsked = (amount: bigint): string => formatAmount(amount)
