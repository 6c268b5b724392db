/**
 * Names with several addresses, of which some are not to be connected to (OWASP: server-side request
 * forgery).
 */
import assert from 'node:assert/strict'
import dns, { type LookupAddress } from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { after, before, test } from 'node:test'
import { systemClock } from '../ground/clock.ts'
import { requireCallbackUrl } from './callback-url.ts'
import { openPoster } from './post-delivery.ts'
import { addressRule } from './public-address.ts'

/** What the name `mixed.example` resolves to: the machine's resolver is not ours, so it is set here. */
let addresses: LookupAddress[] = []
const systemLookup = dns.lookup
const lookup = (_name: string, options: any, callback: any) =>
  options.all ? callback(null, addresses) : callback(null, addresses[0]!.address, addresses[0]!.family)
before(() => {
  Object.assign(dns, { lookup })
  syncBuiltinESMExports()
})
after(() => {
  Object.assign(dns, { lookup: systemLookup })
  syncBuiltinESMExports()
})

const at = (...list: string[]) => list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
const resolve = (rule: ReturnType<typeof addressRule>, all: boolean) =>
  new Promise<unknown>((settle) =>
    rule.lookup('mixed.example', { all }, (error, found) => settle(error?.message ?? found)),
  )

test('a name with one address that is not public is refused, wherever among others that one stands', async () => {
  const live = addressRule({ environment: 'live' })
  for (const list of [
    at('8.8.8.8', '10.0.0.1'),
    at('10.0.0.1', '8.8.8.8'),
    at('8.8.8.8', '1.1.1.1', '169.254.169.254'),
    at('2606:4700::1111', '::1'),
    at('8.8.8.8', 'fd00:ec2::254'),
    at('8.8.8.8', '::ffff:127.0.0.1'),
    at('127.0.0.1'),
  ]) {
    addresses = list
    const about = JSON.stringify(list)
    for (const all of [true, false]) assert.match(String(await resolve(live, all)), /does not resolve/, about)
    await assert.rejects(requireCallbackUrl('https://mixed.example/', live), /callback_url/, about)
    const poster = openPoster(live, systemClock)
    const result = await poster.post({ url: 'https://mixed.example:9/', headers: {}, body: '{}' })
    assert.deepEqual([result.status, result.errorClass], [null, 'address_refused'], about)
    await poster.close()
  }
})

test('a name whose addresses are all public is taken, and all of them are handed on', async () => {
  const live = addressRule({ environment: 'live' })
  addresses = at('8.8.8.8', '2606:4700::1111')
  assert.deepEqual(await resolve(live, true), addresses)
  assert.equal(await resolve(live, false), '8.8.8.8')
  assert.equal(await requireCallbackUrl('https://mixed.example/', live), 'https://mixed.example/')
})

test('what an operator allows, and the demo’s own machine, is no excuse for another address of the name', async () => {
  const allowing = addressRule({
    environment: 'live',
    webhookAllowedNetworks: [{ address: '10.0.0.0', prefix: 24 }],
  })
  addresses = at('10.0.0.7', '8.8.8.8')
  assert.deepEqual(await resolve(allowing, true), addresses)
  addresses = at('10.0.0.7', '10.0.1.7')
  assert.match(String(await resolve(allowing, true)), /does not resolve/)
  addresses = at('127.0.0.1', '10.0.0.7')
  assert.match(String(await resolve(addressRule({ environment: 'demo' }), true)), /does not resolve/)
})
