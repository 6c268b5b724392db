/** The holder of an account: where they live, and what their bank is told. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { countryCodes } from '../ground/country.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const canadian = {
  holder_name: 'Ada Lovelace',
  account_type: 'chequing',
  account_number: '7654321',
  transit_number: '00011',
  institution_number: '001',
}
const american = {
  holder_name: 'Ada Lovelace',
  account_type: 'chequing',
  account_number: '7654321',
  routing_number: '021000021',
}
const add = (fields: object) => platform.call('PUT', '/bank_account', { ...canadian, ...fields })
const wrong = ({ status, body }: { status: number; body: any }) => [
  status,
  ...(body.errors ?? []).map((error: any) => error.path),
]

test('a country is one of ISO 3166-1 by its two letters, in any case; no name, no reserved and no made-up code', async () => {
  assert.equal(countryCodes.size, 249)
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  assert.deepEqual(
    [...countryCodes].filter((code) => names.of(code) === undefined),
    [],
  )
  for (const [sent, kept] of [
    ['CA', 'CA'],
    ['us', 'US'],
    ['Fr', 'FR'],
    ['AX', 'AX'],
  ])
    assert.equal((await add({ holder_address_country: sent })).body.holder_address_country, kept)
  for (const country of ['XX', 'Canada', 'CAN', 'XK', 'EU', 'UK', 'ZZ', '', ' CA', 'С\u0410', '124'])
    assert.deepEqual(
      wrong(await add({ holder_address_country: country })),
      [422, 'holder_address_country'],
      country,
    )
})

test('a postal code is by its country, and kept as it is written there', async () => {
  const tidy: [string | undefined, string, string][] = [
    ['CA', 'h2x1y4', 'H2X 1Y4'],
    ['ca', 'H2X-1Y4', 'H2X 1Y4'],
    ['US', '941051234', '94105-1234'],
    ['US', '94105', '94105'],
    ['GB', 'SW1A 1AA', 'SW1A 1AA'],
    [undefined, '75008', '75008'],
  ]
  for (const [holder_address_country, sent, kept] of tidy) {
    const { body } = await add({ holder_address_country, holder_address_postal_code: sent })
    assert.equal(body.holder_address_postal_code, kept)
  }
  for (const [country, code] of [
    ['CA', '94105'],
    ['CA', 'D1A 0B1'],
    ['CA', 'W1A 0B1'],
    ['CA', 'H2X 1Y'],
    ['US', 'H2X 1Y4'],
    ['US', '9410'],
  ]) {
    const answer = await add({ holder_address_country: country, holder_address_postal_code: code })
    assert.deepEqual(wrong(answer), [422, 'holder_address_postal_code'], `${country} ${code}`)
  }
})

test('a holder’s name in any script is kept as it is, and the answer says as what the bank gets it', async () => {
  const names: [string, string][] = [
    ['Hélène Lœuvre-Noël', 'HELENE LOEUVRE NOEL'],
    ['Пётр Чайковский', 'PETR CHAYKOVSKIY'],
    ['李小龍', 'LIXIAOLONG'],
    ['A name much longer than either of the two files', 'A NAME MUCH LONGER THAN EITHER'],
  ]
  for (const [name, atBank] of names) {
    const { body } = await add({ holder_name: name })
    assert.deepEqual([body.holder_name, body.holder_name_at_bank], [name, atBank])
  }
  const { body } = await platform.call('PUT', '/bank_account', { ...american, holder_name: names[3]![0] })
  assert.equal(body.holder_name_at_bank, 'A NAME MUCH LONGER THA')
  const listed = await platform.call('GET', '/bank_account?limit=1')
  assert.equal(listed.body.data[0].holder_name_at_bank, 'A NAME MUCH LONGER THA')
})

test('a name of which a bank could print nothing is asked for in Latin letters', async () => {
  for (const name of ['😀', '™', '★ ♥']) {
    const answer = await add({ holder_name: name })
    assert.deepEqual(wrong(answer), [422, 'holder_name'], name)
    assert.match(answer.body.errors[0].message, /Latin letters/)
  }
})
