import { setTimeout as delay } from 'node:timers/promises'
import { askUntilFinal } from './ask-until-final.ts'
import { bankAccount } from './bank-client.ts'
import type { Random } from './random.ts'
import { submitCard } from './saving-client.ts'
import type { World } from './world.ts'

/**
 * What a tab shows in the end. `bank`: the account was taken; `card`: the card page's outcome; `gone`:
 * somebody else was first.
 */
type TabEnd = { tab: 'bank' | 'card'; said: 'done' | 'succeeded' | 'failed' | 'gone' | 'nothing' }

/** One payment link and what became of its tabs. Amount in minor units. */
export type PageRecord = {
  key: string
  kind: 'debit' | 'credit'
  id: string | null
  amount: number
  /** Those that nobody opens expire. */
  unused: boolean
  tabs: TabEnd[]
  known: boolean
}

type PageAnswer = { status: number; body: any }

/** As in the page's own script: the wait for an answer, and between two looks. */
const ANSWER_MS = 10_000
const LOOK_MS = 400
/**
 * After so many without an end a payer closes the tab; whoever is charged by then is charged all the same.
 */
const LOOKS_MAX = 20
const cards = ['4242424242424242', '5555555555554444', '4000000000009995', '4000000000900011']

/** Sends links, and pays each from two tabs at once: by bank, by card, or one of each. */
export async function payByLinkAgainAndAgain(
  world: World,
  name: string,
  random: Random,
  records: PageRecord[],
): Promise<void> {
  for (let made = 0; world.running(); made++) {
    const record: PageRecord = {
      key: `chaos-${world.seed}-${name}-${made}`,
      kind: random.chance(0.7) ? 'debit' : 'credit',
      id: null,
      amount: random.between(100, 9_999),
      unused: random.chance(0.15),
      tabs: [],
      known: false,
    }
    records.push(record)
    await payOneLink(world, record, random)
    await delay(random.between(0, 500))
  }
}

async function payOneLink(world: World, record: PageRecord, random: Random): Promise<void> {
  const { key, kind, amount } = record
  const contact = { email: `${key}@example.com`, name: 'Chaos' }
  const put = (path: string, body: object, part: string) =>
    askUntilFinal(world, random, ['PUT', path, body], `${key}-${part}`, [])
  const contact_id = (await put('/contact', contact, 'contact'))?.body.identifier
  const own = world.system.demo.bank_account_id
  const account = kind === 'debit' ? { to_bank_account: own } : { from_bank_account: own }
  const body = { amount: amount / 100, statement: 'Chaos', note: key, contact_id, ...account }
  const made = await put(`/${kind}`, body, 'link')
  if (made && made.status !== 201) world.violations.push(`a link (${key}) was answered ${made.text}`)
  if (made?.status !== 201) return
  record.id = made.body.identifier
  const { link } = made.body
  const tabs = Array.from({ length: 2 }, () =>
    kind === 'credit' || random.chance(0.5) ? enterAccount(link, kind) : enterCard(link, random.pick(cards)),
  )
  if (!record.unused) record.tabs = await Promise.all(tabs.map((use) => use(world)))
  record.known = true
}

/** The page's form for an account, with the agreement that the page shows where it is a debit. */
const enterAccount =
  (link: string, kind: 'debit' | 'credit') =>
  async (world: World): Promise<TabEnd> => {
    for (let looks = 0; looks < LOOKS_MAX && performance.now() < world.deadline(); looks++) {
      const config = /id="config">(.*?)<\/script>/.exec((await load(link)) ?? '')?.[1]
      const { page, agreement } = config ? JSON.parse(config) : { page: 'open', agreement: undefined }
      if (page !== 'open') return { tab: 'bank', said: 'gone' }
      if (config) {
        const signed = { agreement, category: 'personal', signature: { kind: 'typed', name: 'Chaos' } }
        const form = { ...bankAccount('eft', '1234567'), consent: true, ...(kind === 'debit' && signed) }
        const answer = await post(`${link}/${kind === 'debit' ? 'bank' : 'account'}`, form)
        if (answer?.status === 200) return { tab: 'bank', said: 'done' }
        if (answer?.status === 409 && answer.body.state !== 'changed') return { tab: 'bank', said: 'gone' }
        if (answer && answer.status < 500 && answer.status !== 409)
          world.violations.push(`a page was answered ${answer.status} ${JSON.stringify(answer.body)}`)
      }
      // Lost on the way: the page shows how it is by now.
      if (!(await isOpen(link))) return { tab: 'bank', said: 'gone' }
      await delay(LOOK_MS)
    }
    return { tab: 'bank', said: 'nothing' }
  }

/** The vault's card page in its frame; the card that is entered pays at once. */
const enterCard =
  (link: string, number: string) =>
  async (world: World): Promise<TabEnd> => {
    for (let looks = 0; looks < LOOKS_MAX && performance.now() < world.deadline(); looks++) {
      const opened = await post(`${link}/card`, {})
      if (opened?.status === 200) {
        const said = await submitCard(opened.body.url, number)
        return { tab: 'card', said: said ?? 'nothing' }
      }
      if (opened?.status === 409 && opened.body.state !== 'open') return { tab: 'card', said: 'gone' }
      await delay(LOOK_MS)
    }
    return { tab: 'card', said: 'nothing' }
  }

const isOpen = async (link: string) => {
  const text = await load(`${link}/status`)
  return text === null || JSON.parse(text).state === 'open'
}

const load = (url: string): Promise<string | null> =>
  fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) }).then(
    (response) => (response.ok ? response.text() : null),
    () => null,
  )

/** As the page's script sends it; null where no answer came. */
async function post(url: string, body: unknown): Promise<PageAnswer | null> {
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
  const signal = AbortSignal.timeout(ANSWER_MS)
  const sent = { method: 'POST', headers, body: JSON.stringify(body), signal }
  return fetch(url, sent)
    .then(async (response) => ({ status: response.status, body: await response.json() }))
    .catch(() => null)
}
