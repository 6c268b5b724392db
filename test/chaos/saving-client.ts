import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from './random.ts'
import { ask, askUntilAnswered, type Card, type World } from './world.ts'

/** One card page as browser and platform saw it. */
export type SaveRecord = { cardId: string; outcome: 'succeeded' | 'failed' | null; state: string | null }

const numbers = ['4242424242424242', '5555555555554444', '378282246310005', '4000000000000002']
const POLL_MS = 200
const SUBMIT_MS = 10_000

/** Saves card after card: a contact, a page, its one submit, and then the state until it is final. */
export async function saveAgainAndAgain(
  world: World,
  name: string,
  random: Random,
  cards: Card[],
  records: SaveRecord[],
): Promise<void> {
  for (let made = 0; world.running(); made++) {
    const key = `chaos-${world.seed}-${name}-${made}`
    const person = { email: 'chaos@example.com', name: key }
    const contact = await askUntilAnswered(world, 'PUT', '/contact', person, `${key}-contact`)
    if (!contact) return
    const contactId = contact.body.identifier
    const path = `/contact/${contactId}/creditcards`
    // Without a key: a page whose URL got lost is nobody's and expires; the next one will do.
    const page = await askUntilAnswered(world, 'POST', `${path}/url`, {})
    if (!page) return
    if (page.status >= 300) {
      world.violations.push(`a card page (${key}) was answered ${page.status} ${page.text}`)
      return
    }
    const cardId: string = page.body.credit_card_id
    const record: SaveRecord = { cardId, outcome: null, state: null }
    records.push(record)
    record.outcome = await submitCard(page.body.url, random.pick(numbers))
    while (performance.now() < world.deadline()) {
      const shown = await ask(world, 'GET', `${path}/${cardId}`)
      record.state = shown?.status === 200 ? shown.body.state : null
      if (record.state === 'active') cards.push({ contactId, cardId })
      if (record.state === 'active' || record.state === 'failed') break
      await delay(POLL_MS)
    }
    await delay(random.between(0, 300))
  }
}

/** The browser's side: one submit, sent again only where the page says that it was not used up. */
export async function submitCard(url: string, number: string): Promise<SaveRecord['outcome']> {
  const cvc = number.startsWith('3') ? '1234' : '123'
  const card = { number, expiry: '12/39', cvc, name: 'Chaos', postal_code: 'H2X 1Y4' }
  const submission = { method: 'POST', headers: { 'content-type': 'application/json' } }
  for (let tries = 0; tries < 20; tries++) {
    try {
      const signal = AbortSignal.timeout(SUBMIT_MS)
      const answer = await fetch(url, { ...submission, body: JSON.stringify(card), signal })
      const body = (await answer.json()) as any
      if (answer.status === 200 || answer.status === 402) return body.outcome
      if (answer.status < 500) return null
    } catch {
      // Not answered: whether the card was saved, the platform will be told by event.
    }
    await delay(POLL_MS)
  }
  return null
}
