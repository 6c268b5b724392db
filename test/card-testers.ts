/**
 * People, and testers of stolen cards, on card pages: each comes from an address, and proves the work that is
 * asked for.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { passesLuhn } from '../src/ground/card-number.ts'
import { solve } from '../src/ground/proof-of-work.ts'
import type { Platform } from './platform.ts'

/** What the testers of cards are told by: a proxy says who asks. */
export const behindProxy = { trustedProxies: [{ address: '127.0.0.1', prefix: 32 }] }

/** Cards that the simulated network verifies. */
export const liveCards = [
  '4242424242424242',
  '4000056655665556',
  '4000001240000000',
  '5555555555554444',
  '2223003122003222',
  '5200828282828210',
  '5105105105105100',
  '6011111111111117',
]

/** A number that passes the check digit and that no issuer knows, another for each `n`; of many banks. */
export function deadCard(n: number): string {
  const start = `4${String(10_000_007 + n * 7_919_317).slice(-8)}${String(n).padStart(6, '0')}`
  for (let last = 0; last < 10; last++) if (passesLuhn(`${start}${last}`)) return `${start}${last}`
  throw new Error('no check digit')
}

export type Answer = { status: number; body: any; proofs: number }

/** Enters a card, with as much work as the page asks for. 200 and 402 tell something of the card. */
export async function enter(url: string, number: string, address: string, proving = true): Promise<Answer> {
  const card = { number, expiry: '12/39', cvc: '123', name: 'Ada Lovelace', postal_code: 'H2X 1Y4' }
  let proof: { challenge: string; answer: number } | undefined
  for (let proofs = 0; ; ) {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
        'x-forwarded-for': address,
      },
      body: JSON.stringify({ ...card, ...(proof && { proof }) }),
    })
    const body: any = await response.json()
    // So many are under way that the page says to try again in a moment.
    if (response.status === 503) {
      await delay(1_000)
      continue
    }
    if (response.status !== 428 || !proving) return { status: response.status, body, proofs }
    proofs++
    proof = { challenge: body.challenge, answer: await solve(body.challenge) }
  }
}

/** Card pages of one contact. */
export async function openPages(platform: Platform, count: number): Promise<string[]> {
  const contactId = await platform.createContact()
  const urls: string[] = []
  while (urls.length < count) {
    const many = Array.from({ length: Math.min(20, count - urls.length) }, () =>
      platform.good('POST', `/contact/${contactId}/creditcards/url`),
    )
    for (const { url } of await Promise.all(many)) urls.push(url)
  }
  return urls
}
export const openOne = async (platform: Platform) => (await openPages(platform, 1))[0]!

export const told = ({ status }: { status: number }) => status === 200 || status === 402

/**
 * Tries each card on a page of its own: the addresses at once, each of them one card after the other. Returns
 * the answers.
 */
export async function tryOut(platform: Platform, cards: string[], addresses: string[]): Promise<Answer[]> {
  const urls = await openPages(platform, cards.length)
  const answers: Answer[] = []
  await Promise.all(
    addresses.map(async (address, which) => {
      for (let at = which; at < cards.length; at += addresses.length)
        answers.push(await enter(urls[at]!, cards[at]!, address))
    }),
  )
  return answers
}
