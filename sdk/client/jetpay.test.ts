/** The client against the real platform, over a network that loses answers where a test says so. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { isJetpayError, type Jetpay, JetpayError, type JetpayOptions, openJetpay } from './jetpay.ts'
import { EXAMPLE_URL, operationsFile } from './operations-file.ts'

test('the client is that of the document: `npm run sdk` was run', async () => {
  const { describeApi } = await import('../../src/api.ts')
  const read = (name: string) => readFileSync(new URL(`generated/${name}`, import.meta.url), 'utf8')
  assert.equal(read('operations.gen.ts'), operationsFile(describeApi(EXAMPLE_URL), read('types.gen.ts')))
})

describe('the client', () => {
  let platform: Platform
  let jetpay: Jetpay
  let card: { contact_id: string; credit_card_id: string }
  const open = (options: Partial<JetpayOptions> = {}) =>
    openJetpay({ baseUrl: platform.url, token: platform.demo.api_token, ...options })
  const charge = (client: Jetpay, fields: object = {}, options = {}) =>
    client.chargeContactCreditCard(
      {
        ...card,
        amount: '100.50',
        to_bank_account_id: platform.demo.bank_account_id,
        statement: 'SDK',
        ...fields,
      },
      options,
    )
  const caught = async (promise: Promise<unknown>): Promise<JetpayError> => {
    const error = await promise.then(
      () => undefined,
      (error: unknown) => error,
    )
    assert.ok(error instanceof JetpayError, String(error))
    return error
  }
  /** A network that does with each try what `play` says; `keys` are the idempotency keys that were sent. */
  const badNetwork = (play: (tried: number, pass: () => Promise<Response>) => Promise<Response>) => {
    const keys: (string | undefined)[] = []
    const flaky: JetpayOptions['fetch'] = (url, init) => {
      keys.push((init.headers as Record<string, string>)['idempotency-key'])
      return play(keys.length, () => fetch(url, init))
    }
    return { keys, fetch: flaky }
  }
  const savedCard = async (number?: string) => {
    const { contactId, cardId } = await platform.saveCard(number)
    return { contact_id: contactId, credit_card_id: cardId }
  }

  before(async () => {
    platform = await startPlatform()
    jetpay = open()
    card = await savedCard()
  })
  after(() => platform?.close())

  it('has a method for each operation, which takes the fields of its path, query and body as one', async () => {
    const contact = await jetpay.createContact({
      email: 'ada@example.com',
      name: 'Ada',
      metadata: { order: '7' },
    })
    const read = await jetpay.getContact({ contact_id: contact.identifier })
    assert.deepEqual([read.name, read.metadata], ['Ada', { order: '7' }])
    const paid = await charge(jetpay)
    assert.deepEqual([paid.transaction_state, paid.amount], ['paid', 100.5])
  })

  it('says by code why money did not move, and charges nothing twice', async () => {
    const declined = await savedCard('4000000000009995')
    const { keys, fetch } = badNetwork((_tried, pass) => pass())
    const error = await caught(charge(open({ fetch }), declined))
    assert.equal(error.code, 'card_declined')
    assert.deepEqual([error.status, error.failReason, keys.length], [402, 'insufficient_funds', 1])
    assert.match(error.problem.debit_id ?? '', /^[0-9a-f-]{36}$/)
    assert.ok(isJetpayError(error, 'card_declined') && !isJetpayError(error, 'not_found'))
  })

  it('names each bad field', async () => {
    const error = await caught(charge(jetpay, { amount: '1.005', statment: 'x' }))
    assert.deepEqual(
      [error.status, error.errors.map(({ path }) => path).sort()],
      [422, ['amount', 'statment']],
    )
    // Without a body too: what an operation does not know is not left out in silence.
    const unknown = { nmae: 'x' } as object
    assert.deepEqual(
      (await caught(jetpay.listContacts(unknown))).errors.map(({ path }) => path),
      ['nmae'],
    )
  })

  it('charges once where the answer is lost, under the key that it made', async () => {
    const { keys, fetch } = badNetwork(async (tried, pass) => {
      const answer = await pass()
      if (tried > 1) return answer
      await answer.body?.cancel()
      throw new TypeError('the connection was lost')
    })
    const paid = await charge(open({ fetch }), { statement: 'Lost answer' })
    assert.equal(keys.length, 2)
    assert.equal(keys[0], keys[1])
    const listed = await jetpay.listTransactions({ contact_id: card.contact_id })
    const those = listed.data.filter(({ statement }) => statement === 'Lost answer')
    assert.deepEqual(
      those.map(({ identifier }) => identifier),
      [paid.debit_id],
    )
  })

  it('takes one key for one intent: a second call with it is the first one’s answer', async () => {
    const first = await charge(jetpay, {}, { idempotencyKey: 'order-1' })
    const again = await charge(jetpay, {}, { idempotencyKey: 'order-1' })
    assert.equal(again.debit_id, first.debit_id)
    const other = await caught(charge(jetpay, { amount: '1.00' }, { idempotencyKey: 'order-1' }))
    assert.equal(other.status, 409)
  })

  it('comes again when it is told to, and gives up after so many tries', async () => {
    const busy = () =>
      Promise.resolve(
        Response.json(
          { code: 'service_unavailable', detail: 'Later.' },
          {
            status: 503,
            headers: { 'content-type': 'application/problem+json', 'retry-after': '0' },
          },
        ),
      )
    const twice = badNetwork((tried, pass) => (tried < 3 ? busy() : pass()))
    await open({ fetch: twice.fetch }).getCompany()
    assert.equal(twice.keys.length, 3)
    const never = badNetwork(busy)
    const error = await caught(open({ fetch: never.fetch, triesMax: 2 }).getCompany())
    assert.deepEqual([error.code, never.keys.length], ['service_unavailable', 2])
  })

  it('does not wait longer than it may: a pause beyond the end is not begun', async () => {
    const busy = badNetwork(async () => new Response('', { status: 503, headers: { 'retry-after': '3600' } }))
    const error = await caught(open({ fetch: busy.fetch, tryingMaxMs: 1_000 }).getCompany())
    assert.deepEqual([error.code, error.status, busy.keys.length], ['unreadable', 503, 1])
  })

  it('ends when its caller does', async () => {
    const stop = new AbortController()
    const hangs = badNetwork(
      () =>
        new Promise((_resolve, reject) =>
          stop.signal.addEventListener('abort', () => reject(stop.signal.reason)),
        ),
    )
    const asked = open({ fetch: hangs.fetch }).getCompany({}, { signal: stop.signal })
    stop.abort(new Error('enough'))
    await assert.rejects(asked, /enough/)
    assert.equal(hangs.keys.length, 1)
  })

  it('goes through a list page by page', async () => {
    const tag = 'sdk-pages'
    for (const name of ['Ann', 'Ben', 'Cid'])
      await jetpay.createContact({ email: 'x@example.com', name, tags: [tag] })
    const names: string[] = []
    for await (const contact of jetpay.listContacts({ tag, limit: 2 })) {
      names.push(contact.name)
      // What is made meanwhile is before the place that was reached: nothing comes twice or is left out.
      await jetpay.createContact({ email: 'x@example.com', name: `After ${contact.name}`, tags: [tag] })
    }
    assert.deepEqual(names, ['Cid', 'Ben', 'Ann'])
    assert.equal((await jetpay.listContacts({ tag, limit: 2 })).data.length, 2)
    // From JavaScript, where no compiler objects: what cannot be carried is no filter left out.
    const given = (fields: object) => jetpay.listContacts({ tag, ...fields })
    const day = (days: number) => new Date(Date.now() + days * 86_400_000)
    assert.equal((await given({ created_after: day(1) })).data.length, 0)
    assert.equal((await given({ created_after: day(-1), name: null })).data.length > 0, true)
    for (const wrong of [new Map([['a', 1]]), () => 1, Symbol('a'), new Date(Number.NaN), [{}]])
      assert.equal((await caught(given({ created_after: wrong }))).code, 'unwritable')
  })

  it('goes through the log to its end, and follows it beyond', async () => {
    const ids: number[] = []
    for await (const { id } of jetpay.listEvents({ after: 0, limit: 2 })) ids.push(id)
    assert.deepEqual(
      ids,
      Array.from(ids, (_, at) => at + 1),
    )
    assert.ok(ids.length > 4)
    const stop = new AbortController()
    const following = jetpay.listEvents({ after: ids.at(-1)!, wait: 30 }, { signal: stop.signal })
    const contact = await jetpay.createContact({ email: 'x@example.com', name: 'Followed' })
    const heard = async () => {
      for await (const event of following) {
        // What was done before may get its place in the log only now.
        if (event.type !== 'contacts.created' || event.data.contactId !== contact.identifier) continue
        stop.abort(new Error('enough'))
      }
    }
    await assert.rejects(heard(), /enough/)
  })

  it('gives a file as it is, and filters by metadata', async () => {
    const day = new Date().toISOString().slice(0, 10)
    const file = (await jetpay.exportLedgerStatement({ from: day, to: day })) as unknown as Blob
    assert.match(await file.text(), /^\w+,/)
    await jetpay.createContact({ email: 'm@example.com', name: 'Meta', metadata: { order: '99' } })
    const found = await jetpay.listContacts({ metadata: { order: '99' } })
    assert.deepEqual(
      found.data.map(({ name }) => name),
      ['Meta'],
    )
  })

  it('refuses a path with a hole: it would name something else', async () => {
    const error = await caught(jetpay.getContact({} as { contact_id: string }))
    assert.deepEqual([error.code, error.message], ['missing_field', 'contact_id is missing.'])
  })
})
