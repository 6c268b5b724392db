/** Each of the counts by itself: what it locks out, what it lets through, and that it fades. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { behindProxy, deadCard, enter, liveCards, openOne } from '../../../test/card-testers.ts'
import { openCommandLines } from '../../../test/command-lines.ts'
import { type Platform, startPlatform } from '../../../test/platform.ts'
import { sql } from '../../db/sql.ts'
import { readConfig } from '../../ground/config.ts'

const { cardTesting } = readConfig({})
const off = { company: 0, address: 0, prefix: 0, card: 0, bin: 0 }
/** Only this limit counts. */
const only = (declines: Partial<typeof off>, more: Partial<typeof cardTesting> = {}) => ({
  ...behindProxy,
  cardTesting: { declines: { ...off, ...declines }, triesOfAddress: 0, proofBits: 0, ...more },
})

let platform: Platform
before(async () => {
  platform = await startPlatform(only({}))
})
after(() => platform?.close())

/** The limits of the running vault, which reads them at each attempt. */
const set = (limits: ReturnType<typeof only>) =>
  Object.assign(platform.config.cardTesting, limits.cardTesting)
const forget = () => platform.vaultDb.run(sql`delete from velocity`)
let used = 0
const decline = async (address: string, number = deadCard(++used)) =>
  (await enter(await openOne(platform), number, address, false)).status
const approve = async (address: string) =>
  (await enter(await openOne(platform), liveCards[0]!, address, false)).status

const several = async (times: number, one: (at: number) => Promise<number>) => {
  const statuses: number[] = []
  for (let at = 0; at < times; at++) statuses.push(await one(at))
  return statuses
}

test('an address is locked out after so many declines, at every spelling of it; another one is not', async () => {
  await forget()
  set(only({ address: 3 }))
  assert.deepEqual(await several(4, () => decline('203.0.113.1')), [402, 402, 402, 429])
  assert.equal(await decline('203.0.113.2'), 402)
  // A /64 of IPv6 is one address.
  assert.deepEqual(await several(4, (at) => decline(`2001:db8:1:2::${at + 1}`)), [402, 402, 402, 429])
  assert.equal(await decline('2001:db8:1:3::1'), 402)
})

test('its neighbours count together: a /24, and a /48 of IPv6', async () => {
  await forget()
  set(only({ prefix: 3 }))
  assert.deepEqual(await several(4, (at) => decline(`203.0.113.${at + 1}`)), [402, 402, 402, 429])
  assert.equal(await decline('203.0.114.1'), 402)
  assert.deepEqual(await several(4, (at) => decline(`2001:db8:1:${at}::1`)), [402, 402, 402, 429])
})

test('a card that is declined again and again is not tried again, from whatever address: nobody guesses its code', async () => {
  await forget()
  set(only({ card: 3 }))
  const number = deadCard(++used)
  assert.deepEqual(await several(4, (at) => decline(`203.0.${at}.1`, number)), [402, 402, 402, 429])
  assert.equal(await decline('203.0.4.1'), 402, 'another card')
})

test('where cards of one bank are guessed, whoever was declined gets no further; who has done nothing does', async () => {
  await forget()
  set(only({ bin: 3 }))
  const ofBank = (n: number) => {
    const start = `41234567000000${n}`
    for (let last = 0; ; last++) {
      const number = `${start}${last}`
      if (
        [...number]
          .reverse()
          .reduce(
            (sum, d, i) =>
              sum + (i % 2 ? (Number(d) * 2 > 9 ? Number(d) * 2 - 9 : Number(d) * 2) : Number(d)),
            0,
          ) %
          10 ===
        0
      )
        return number
    }
  }
  assert.deepEqual(await several(4, (at) => decline('203.0.113.1', ofBank(at))), [402, 402, 402, 429])
  assert.equal(await decline('203.0.113.9', ofBank(5)), 402)
  assert.equal(await decline('203.0.113.1'), 402, 'another bank')
})

test('a company’s pages are locked for new visitors; who was there before, and has declined nothing, goes on', async () => {
  await forget()
  set(only({ company: 3 }))
  assert.equal(await approve('203.0.1.1'), 200)
  await platform.vaultDb.run(
    sql`update velocity set approved_since = approved_since - interval '2 hours' where approved_since is not null`,
  )
  assert.deepEqual(await several(5, (at) => decline(`203.0.${at + 10}.1`)), [402, 402, 402, 429, 429])
  assert.equal(await approve('203.0.99.1'), 429, 'a good card, of somebody new')
  assert.equal(await approve('203.0.1.1'), 200)
})

test('a contact that has a card already is let through, and a lock-out fades', async () => {
  await forget()
  set(only({ company: 2 }))
  assert.deepEqual(await several(3, (at) => decline(`203.0.${at + 10}.2`)), [402, 402, 429])
  const { contactId } = await platform.saveCard()
  await platform.db.run(sql`
    update credit_cards set created_at = created_at - interval '2 days' where company_id = ${platform.demo.company_id}`)
  const { url } = await platform.good('POST', `/contact/${contactId}/creditcards/url`)
  assert.equal((await enter(url, liveCards[1]!, '203.0.200.1')).status, 200)
  assert.equal(await approve('203.0.98.1'), 429)
  await platform.vaultDb.run(sql`update velocity set counted_at = counted_at - interval '6 hours'`)
  assert.equal(await approve('203.0.98.1'), 200)
})

test('of many that come at once no more pass than may be declined', async () => {
  await forget()
  set(only({ company: 4 }))
  const urls = await Promise.all(Array.from({ length: 20 }, () => openOne(platform)))
  const answers = await Promise.all(
    urls.map((url, at) => enter(url, deadCard(++used), `203.1.${at}.1`, false)),
  )
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [
    ...Array(4).fill(402),
    ...Array(16).fill(429),
  ])
})

test('a page that was kept from the network is not used up', async () => {
  await forget()
  set(only({ address: 1 }))
  assert.equal(await decline('203.0.113.77'), 402)
  const url = await openOne(platform)
  assert.equal((await enter(url, liveCards[0]!, '203.0.113.77')).status, 429)
  assert.equal((await enter(url, liveCards[0]!, '203.0.113.78')).status, 200)
})

test('an address that enters very many cards has to prove work, whatever becomes of them, and then is locked out', async () => {
  await forget()
  set(only({}, { triesOfAddress: 2, proofBits: 8 }))
  assert.deepEqual(await several(3, () => approve('203.0.113.5')), [200, 200, 428])
  const proven = await enter(await openOne(platform), liveCards[0]!, '203.0.113.5')
  assert.deepEqual([proven.status, proven.proofs], [200, 1])
  await platform.vaultDb.run(sql`update velocity set tried = 8 where subject = 'address:203.0.113.5'`)
  assert.equal(await approve('203.0.113.5'), 429)
})

test('a suspicious attempt proves work first; a proof of another page, a smaller one and an invented one are none', async () => {
  await forget()
  set(only({ address: 4 }, { proofBits: 10 }))
  const address = '203.0.113.6'
  assert.deepEqual(await several(2, () => decline(address)), [402, 402])
  const url = await openOne(platform)
  const asked = await enter(url, liveCards[0]!, address, false)
  assert.equal(asked.status, 428)
  const elsewhere = await enter(await openOne(platform), liveCards[0]!, address, false)
  const post = async (proof: unknown) => {
    const card = { number: liveCards[0], expiry: '12/39', cvc: '123', name: 'Ada', postal_code: 'H2X 1Y4' }
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ ...card, proof }),
    })
    return response.status
  }
  const { solve, proves } = await import('../../ground/proof-of-work.ts')
  const { challenge } = asked.body
  let wrong = 0
  while (proves(challenge, wrong)) wrong++
  const other = elsewhere.body.challenge
  const easier = challenge.replace(/^\d+/, '1')
  for (const proof of [
    { challenge, answer: wrong },
    { challenge: other, answer: await solve(other) },
    { challenge: easier, answer: await solve(easier) },
    { challenge, answer: '0' },
    { challenge: 'x', answer: 1 },
    null,
    7,
  ])
    assert.equal(await post(proof), 428, JSON.stringify(proof))
  assert.equal(await post({ challenge, answer: await solve(challenge) }), 200)
})

test('a page that opens where something is suspicious says at once what to prove, so that nobody waits', async () => {
  await forget()
  set(only({ address: 2 }, { proofBits: 10 }))
  const address = '203.0.113.8'
  const configOf = async (from: string) => {
    const page = await (await fetch(await openOne(platform), { headers: { 'x-forwarded-for': from } })).text()
    return JSON.parse(/id="config">(.*?)<\/script>/s.exec(page)![1]!)
  }
  assert.equal((await configOf(address)).challenge, undefined)
  assert.equal(await decline(address), 402)
  assert.match((await configOf(address)).challenge, /^10\./)
  assert.equal((await configOf('203.0.113.9')).challenge, undefined)
})

test('in the demo this machine itself is counted for its cards alone, and the limits of the settings hold', () => {
  assert.deepEqual(readConfig({ JETPAY_ENVIRONMENT: 'live', JETPAY_TLS_KEY_FILE: '' }).cardTesting.declines, {
    company: 10,
    address: 6,
    prefix: 12,
    card: 10,
    bin: 20,
  })
})

test('a person sees who is locked out until when, and lifts it by a command that the audit log tells of', async () => {
  await forget()
  set(only({ address: 6 }))
  const lines = openCommandLines(platform)
  try {
    const jetpay = async (...words: string[]) => {
      const { code, out, err } = await lines.run([...words, '--json'])
      return { code, body: code === 0 ? JSON.parse(out) : undefined, err }
    }
    assert.deepEqual((await jetpay('lockout', 'list')).body.data, [])
    assert.equal((await several(7, () => decline('203.0.113.9'))).at(-1), 429)
    const [lock, ...others] = (await jetpay('lockout', 'list')).body.data
    assert.deepEqual(
      [lock.subject, lock.scope, lock.declined, lock.limit],
      ['address:203.0.113.9', 'address', 6, 6],
    )
    assert.deepEqual(others, [])
    const hours = (Date.parse(lock.ends_at) - Date.now()) / 3_600_000
    assert.ok(hours > 0.5 && hours < 1, `${hours}`)

    const lift = ['lockout', 'lift', lock.subject, '--by', 'Ada', '--note', 'A convention of ours']
    assert.equal((await jetpay(...lift)).body.lifted, true)
    assert.equal(await decline('203.0.113.9'), 402)
    const [line] = (await jetpay('audit', 'list', '--do', 'command')).body.data
    assert.deepEqual(
      [line.command, line.subject, line.decided_by, line.note],
      ['lockout lift', lock.subject, 'Ada', 'A convention of ours'],
    )
    const again = await jetpay(...lift)
    assert.notEqual(again.code, 0)
    assert.match(again.err, /is not locked out/)
  } finally {
    lines.close()
  }
})
