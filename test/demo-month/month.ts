/**
 * Lives a busy month through in a running demo, batch by batch; what is done is kept, so that it can go on.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { actor, type Kept, settleEarlier } from './act.ts'
import { type Client, type Demo, openClient, together } from './client.ts'
import { meetPeople, type People } from './people.ts'
import { BATCHES, planOf } from './plan.ts'
import { makeSchedules, makeWebhooks } from './standing.ts'

/** Requests at once: the demo has two cores, and one charge takes some milliseconds. */
const ATONCE = 24
/** A token may ask 200 times a second; the demo can do more than that. */
const TOKENS = 8
const SCOPES = [
  'contacts:read',
  'contacts:write',
  'debits:read',
  'debits:write',
  'credits:read',
  'credits:write',
  'scheduled:read',
  'scheduled:write',
  'webhooks:read',
  'webhooks:write',
  'events:read',
  'company:read',
  'company:write',
]
/** The shop opens in Toronto; each batch is four hours later. */
const OPENS_UTC = 13
const HOURS_BETWEEN = 4
/** How long a batch's events are waited for: the next batch is no worse for those that come later. */
const QUIET_MS = 20_000
const LOOK_MS = 300

type State = {
  seed: number
  transactions: number
  first: string
  tokens: { identifier: string; token: string }[]
  people?: People
  standing?: true
  kept: Kept
  /** The next batch, counted from the first of the first day. */
  next: number
  counts: [string, number][]
}

export type Asked = {
  dataFolder: string
  seed: number
  transactions: number
  days: number
  say(line: string): void
}

export async function demoMonth({ dataFolder, seed, transactions, days, say }: Asked): Promise<void> {
  const demo = JSON.parse(readFileSync(`${dataFolder}/demo.json`, 'utf8')) as Demo
  const path = `${dataFolder}/demo-month.json`
  const began = performance.now()
  const alone = openClient(demo, [demo.api_token])
  let state = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as State) : undefined
  if (state && (state.seed !== seed || state.transactions !== transactions))
    throw new Error(
      `A month of ${state.transactions} transactions with seed ${state.seed} was begun here: go on with that, or remove ${path}.`,
    )
  state ??= { seed, transactions, first: '', tokens: [], kept: { sales: [], holds: [] }, next: 0, counts: [] }
  const save = () => {
    writeFileSync(`${path}.part`, JSON.stringify(state), { mode: 0o600 })
    renameSync(`${path}.part`, path)
  }
  if (state.tokens.length === 0) {
    state.tokens = await makeTokens(alone)
    state.first = await openShop(alone)
    save()
  }
  const client = openClient(
    demo,
    state.tokens.map(({ token }) => token),
  )
  for (const [what, count] of state.counts) client.counts.set(what, count)
  if (!state.people) {
    state.people = await meetPeople(client, seed, transactions)
    save()
    say(`${state.people.contacts.length} contacts with cards and accounts (${passed(began)})`)
  }
  if (!state.standing) {
    await makeWebhooks(client)
    await makeSchedules(client, state.people, state.first, seed)
    state.standing = true
    save()
  }

  const first = Date.parse(state.first)
  const weekdays = Array.from({ length: days }, (_, day) => ({
    weekday: new Date(first + day * 86_400_000).getUTCDay(),
  }))
  let done = 0
  for (; state.next < days * BATCHES; save()) {
    const [day, batch] = [Math.floor(state.next / BATCHES), state.next % BATCHES]
    await moveTo(client, first + day * 86_400_000 + batch * HOURS_BETWEEN * 3_600_000)
    await quiet(client)
    const items = planOf(seed, transactions, weekdays, day, batch)
    const refunds = Math.ceil(items.length / 40)
    await settleEarlier(client, state.kept, {
      key: `demo-month-${seed}-${transactions}-${day}-${batch}`,
      refunds,
    })
    if (batch === 1) await answerDisputes(client, day)
    await together(items, ATONCE, actor(client, state.people, state.kept))
    state.next += 1
    state.counts = [...client.counts]
    done += items.length
    if (batch === BATCHES - 1) say(`day ${day + 1} of ${days}: ${done} of them (${passed(began)})`)
  }
  await quiet(client)
  for (const { identifier } of state.tokens) await alone.call('DELETE', `/api_token/${identifier}`)
  for (const [what, count] of [...client.counts].sort()) say(`${String(count).padStart(8)}  ${what}`)
  say(`A month is there after ${passed(began)}. Whether its books hold: bin/jetpay verify`)
}

const passed = (began: number) => `${Math.round((performance.now() - began) / 1000)} s`

async function makeTokens(client: Client): Promise<State['tokens']> {
  const made: State['tokens'] = []
  for (let at = 0; at < TOKENS; at++) {
    const asked = { name: `backend ${at + 1}`, scopes: SCOPES }
    const { identifier, token } = await client.good('POST', '/api_token', asked)
    made.push({ identifier, token })
  }
  return made
}

const now = async (client: Client) => Date.parse((await client.good('GET', '/sandbox/clock')).now)

/** The first opening that is to come, as ISO 8601. */
async function openShop(client: Client): Promise<string> {
  const at = new Date(await now(client))
  const opening = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), OPENS_UTC)
  return new Date(opening > at.getTime() ? opening : opening + 86_400_000).toISOString()
}

async function moveTo(client: Client, time: number): Promise<void> {
  const seconds = Math.ceil((time - (await now(client))) / 1000)
  if (seconds > 0) await client.good('POST', '/sandbox/clock', { advance: `${seconds}s` })
}

/** Until no new events come, or it has been waited for long enough. */
async function quiet(client: Client): Promise<void> {
  let last = -1
  for (const until = performance.now() + QUIET_MS; performance.now() < until; await delay(LOOK_MS)) {
    const { newest_event_id: newest } = await client.good('GET', '/events?limit=1')
    if (newest === last) return
    last = newest
  }
}

/** Of four disputes one is won, one lost, one submitted without much, and one nobody looks at. */
async function answerDisputes(client: Client, day: number): Promise<void> {
  const { data } = await client.good('GET', '/dispute?limit=100')
  const open = (data as { dispute_id: string; state: string }[]).filter(
    ({ state }) => state === 'needs_response',
  )
  await together(open.slice(0, 3), 3, async ({ dispute_id: id }) => {
    const shipping = day % 2 === 0 ? 'Signed for: winning_evidence.' : 'It was left at the door.'
    const added = await client.call('POST', `/dispute/${id}/evidence`, { texts: { delivery: shipping } })
    if (added.status < 300) await client.call('POST', `/dispute/${id}/submit`)
    client.count('disputes answered')
  })
}
