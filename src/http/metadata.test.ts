/**
 * What a client keeps with contacts, debits, credits and schedules: in answers, in events, and to find them
 * by.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { nestedQuery } from './metadata.ts'

let platform: Platform
let contactId: string
let card: { contactId: string; cardId: string }
before(async () => {
  platform = await startPlatform()
  card = await platform.saveCard()
  contactId = card.contactId
})
after(() => platform?.close())

const account = () => platform.demo.bank_account_id
const labels = {
  external_reference: 'ORDER 1001/é',
  metadata: { order: '1001', 'clé 名': 'a\nb', empty: '' },
}
const tomorrow = async () =>
  (
    await platform.db.one<{ day: string }>(sql`
      select ((jetpay_now() at time zone 'America/Toronto')::date + 1)::text as day`)
  ).day

type Kind = {
  /** Makes one with these fields; answers status and body, and where it is shown. */
  make(fields: object): Promise<{ status: number; body: any; path: string }>
  list: string
  event: string
  idOf: string
}
const made = async (method: string, path: string, body: object, shown: (body: any) => string) => {
  const answer = await platform.call(method, path, body)
  return { ...answer, path: shown(answer.body) }
}
const debit = () => ({ amount: 5, statement: 'Order', to_bank_account: account(), contact_id: contactId })
const credit = () => ({ amount: 5, statement: 'Order', from_bank_account: account(), contact_id: contactId })
const transaction = (body: any) => `/transaction/${body.identifier ?? body.debit_id}`
const chargePath = () => `/contact/${card.contactId}/creditcards/${card.cardId}`
const charge = () => ({ amount: 5, statement: 'Order', to_bank_account_id: account() })
const kinds: Record<string, Kind> = {
  contact: {
    make: (fields) =>
      made(
        'PUT',
        '/contact',
        { email: 'a@x.ca', name: 'Ada', ...fields },
        (body) => `/contact/${body.identifier}`,
      ),
    list: '/contact',
    event: 'contacts.created',
    idOf: 'contactId',
  },
  debit: {
    make: (fields) => made('PUT', '/debit', { ...debit(), ...fields }, transaction),
    list: '/transaction',
    event: 'transactions.debits.created',
    idOf: 'transactionId',
  },
  charge: {
    make: (fields) => made('POST', `${chargePath()}/charge`, { ...charge(), ...fields }, transaction),
    list: '/transaction',
    event: 'transactions.debits.paid',
    idOf: 'transactionId',
  },
  preauthorization: {
    make: (fields) => made('POST', `${chargePath()}/preauthorize`, { ...charge(), ...fields }, transaction),
    list: '/transaction',
    event: 'transactions.debits.preauthorized',
    idOf: 'transactionId',
  },
  credit: {
    make: (fields) => made('PUT', '/credit', { ...credit(), ...fields }, transaction),
    list: '/transaction',
    event: 'transactions.credits.created',
    idOf: 'transactionId',
  },
  schedule: {
    make: async (fields) =>
      made(
        'PUT',
        '/schedule',
        {
          kind: 'card_debit',
          contact_id: contactId,
          from_credit_card_id: card.cardId,
          amount: 5,
          to_bank_account: account(),
          statement: 'Club',
          start: await tomorrow(),
          frequency: 'monthly',
          ...fields,
        },
        (body) => `/schedule/${body.identifier}`,
      ),
    list: '/schedule',
    event: 'schedules.created',
    idOf: 'scheduleId',
  },
}
const labelsOf = ({ external_reference, metadata }: any) => ({ external_reference, metadata })

for (const [name, { make, list, event, idOf }] of Object.entries(kinds)) {
  test(`a ${name} has them in its answer, in its event, and is found by them`, async () => {
    const { status, body, path, text } = (await make(labels)) as any
    assert.ok(status < 300, text)
    // PUT /debit and PUT /credit answer the identifier and the link.
    if (!('link' in body)) assert.deepEqual(labelsOf(body), labels)
    assert.deepEqual(labelsOf((await platform.call('GET', path)).body), labels)
    const id = path.split('/').at(-1)!
    const { data } = await until('its event', () =>
      platform.db.first<{ data: any }>(sql`
        select data from events where company_id = ${platform.demo.company_id} and type = ${event}
          and data ->> ${idOf} = ${id}`),
    )
    assert.deepEqual([data.externalReference, data.metadata], [labels.external_reference, labels.metadata])

    const other = await make({})
    assert.deepEqual(labelsOf((await platform.call('GET', other.path)).body), {
      external_reference: null,
      metadata: {},
    })
    const found = async (query: string) => {
      const { body, text } = await platform.call('GET', `${list}?${query}&limit=100`)
      assert.ok(body.data, text)
      return body.data.filter(({ identifier }: any) =>
        [id, other.path.split('/').at(-1)].includes(identifier),
      ).length
    }
    const reference = encodeURIComponent(labels.external_reference)
    assert.equal(await found(`external_reference=${reference}`), 1)
    assert.equal(await found('external_reference=ORDER'), 0)
    assert.equal(await found('metadata[order]=1001'), 1)
    assert.equal(await found('metadata%5Border%5D=1001&metadata[empty]='), 1)
    assert.equal(await found(`metadata[${encodeURIComponent('clé 名')}]=${encodeURIComponent('a\nb')}`), 1)
    assert.equal(await found('metadata[order]=1002'), 0)
    assert.equal(await found('metadata[order]=1001&metadata[other]=x'), 0)
  })

  test(`a ${name} is refused with what cannot be kept, by the key's path, and nothing is repeated`, async () => {
    const card = '4242424242424242'
    const cases: [object, string][] = [
      [{ metadata: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`k${at}`, 'v'])) }, 'metadata'],
      [{ metadata: { ['k'.repeat(41)]: 'v' } }, `metadata.${'k'.repeat(41)}`],
      [{ metadata: { a: 'v'.repeat(501) } }, 'metadata.a'],
      [{ metadata: { a: 1 } }, 'metadata.a'],
      [{ metadata: { a: null } }, 'metadata.a'],
      [{ metadata: { a: { b: 'c' } } }, 'metadata.a'],
      [{ metadata: ['a'] }, 'metadata'],
      [{ metadata: 'a' }, 'metadata'],
      [{ metadata: { a: card } }, 'metadata.a'],
      [{ metadata: { [card]: 'a' } }, 'metadata.…'],
      [{ metadata: { 'a\u202eb': 'a' } }, 'metadata.…'],
      [{ metadata: { '': 'a' } }, 'metadata.…'],
      [{ metadata: { 'e\u0301': 'a', '\u00e9': 'b' } }, 'metadata'],
      [{ metadata: JSON.parse('{"__proto__":"a"}') }, 'metadata.__proto__'],
      [{ external_reference: '' }, 'external_reference'],
      [{ external_reference: 'x'.repeat(101) }, 'external_reference'],
      [{ external_reference: card }, 'external_reference'],
      [{ external_reference: 1 }, 'external_reference'],
    ]
    for (const [fields, path] of cases) {
      const { status, body, text } = (await make(fields)) as any
      assert.deepEqual([status, body.errors?.map((error: any) => error.path)], [422, [path]], text)
      assert.ok(!text.includes(card))
    }
  })
}

test('a change replaces or clears them, is told, and one of nothing is none', async () => {
  for (const name of ['contact', 'schedule']) {
    const { path } = await kinds[name]!.make(labels)
    const { body: before } = await platform.call('GET', path)
    const same = await platform.call('PATCH', path, {
      metadata: { empty: '', 'clé 名': 'a\r\nb', order: '1001' },
    })
    assert.deepEqual(same.body, before)
    const { body } = await platform.call('PATCH', path, { metadata: { a: 'b' } })
    assert.deepEqual(labelsOf(body), { ...labels, metadata: { a: 'b' } })
    const cleared = await platform.call('PATCH', path, { metadata: null, external_reference: null })
    assert.deepEqual(labelsOf(cleared.body), { external_reference: null, metadata: {} })
    assert.ok(cleared.body.updated_at > before.updated_at)
  }
})

test('a filter that is none is refused by its name', async () => {
  for (const query of [
    'metadata=x',
    'metadata[a]=1&metadata[a]=2',
    'metadata[]=x',
    'metadata[a',
    'metadata[__proto__]=x',
  ]) {
    const { status, text } = await platform.call('GET', `/transaction?${query}`)
    assert.equal(status, 422, `${query}: ${text}`)
  }
})

test('what a schedule makes has the schedule’s', async () => {
  const { path } = await kinds.schedule!.make({ ...labels, frequency: 'once', business_day: 'any' })
  await platform.good('POST', '/sandbox/clock', { advance: '2d' })
  const id = path.split('/').at(-1)!
  const occurrence = await until('its debit', async () => {
    const { body } = await platform.call('GET', `/schedule/${id}/occurrences`)
    return body.data?.find(({ state }: any) => state === 'made')
  })
  const { body } = await platform.call('GET', `/transaction/${occurrence.transaction_id}`)
  assert.deepEqual(labelsOf(body), labels)
})

test('a filter by metadata leaves the other filters of the query as they are', () => {
  assert.deepEqual(nestedQuery({ type: 'debit', 'metadata[order]': '1', 'metadata[a]b]': '2' }), {
    type: 'debit',
    metadata: { order: '1', 'a]b': '2' },
  })
})
