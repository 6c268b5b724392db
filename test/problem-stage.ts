/** Makes a platform answer each problem of the catalogue, as one may meet it. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { Secret, TOTP } from 'otpauth'
import pg from 'pg'
import { suspendCompany } from '../src/companies/suspension.ts'
import { sql } from '../src/db/sql.ts'
import { eventsArchived } from '../src/events/archive.ts'
import { type ProblemCode, problemBody } from '../src/ground/errors.ts'
import { newId } from '../src/ground/ids.ts'
import { hashPassword } from '../src/users/password.ts'
import { anotherCompany, tokenFor } from './another-company.ts'
import { type Platform, startPlatform, until } from './platform.ts'
import { askAs, signIn } from './signed-in.ts'

const PASSWORD = 'six good words make one'

/** Requests a second of a token: few enough to be used up, and more than the others need. */
const RATE_LIMIT = 30

export const startProblemStage = () =>
  startPlatform({ networkTimeoutMs: 1_000, reversalTimeoutMs: 500, rateLimitPerSecond: RATE_LIMIT })

/** By code what asks for it; the answer's body. In this order: the last ones break what others need. */
export function provocations(platform: Platform): Record<ProblemCode, () => Promise<any>> {
  const { call, good, charge, db, demo, config } = platform
  const body = async (asked: Promise<{ body: any }>) => (await asked).body
  const raw = async (request: string) => {
    const socket = connect(config.apiPort, '127.0.0.1')
    socket.write(request)
    return JSON.parse((await text(socket)).split('\r\n\r\n')[1]!)
  }
  const locked = async (table: string, during: () => Promise<unknown>) => {
    const rival = new pg.Client({ connectionString: config.databaseUrl! })
    await rival.connect()
    await rival.query(`begin; lock table ${table} in access exclusive mode`)
    try {
      return await during()
    } finally {
      await rival.end()
    }
  }
  const setPassword = async (userId: string) =>
    db.run(sql`update users set password_hash = ${await hashPassword(PASSWORD)} where user_id = ${userId}`)
  const withApp = async (role: 'owner' | 'viewer') => {
    const person = await signIn(platform, role)
    await setPassword(person.userId)
    const { ticket, secret } = (await askAs(platform, person, 'POST', '/session/totp/options')).body
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
    const added = await askAs(platform, person, 'PUT', '/session/totp', { ticket, code })
    assert.equal(added.status, 200, added.text)
    return person
  }
  const signInWith = (person: { email: string }, password: string) =>
    body(askAs(platform, { headers: {} }, 'POST', '/session', { email: person.email, password }))
  const contact = { email: 'ada@example.com', name: 'Ada Lovelace' }

  return {
    malformed_json: () => body(call('PUT', '/contact', '{"email": "ada@example.com", name: "Ada"}')),
    bad_request: () => body(call('GET', '/contact?search=%ff')),
    unauthenticated: () => body(call('GET', '/contact', undefined, { authorization: '' })),
    second_factor_required: async () => signInWith(await withApp('viewer'), PASSWORD),
    sign_in_failed: async () => signInWith(await signIn(platform, 'viewer'), 'not the password'),
    card_declined: async () => body(charge(await platform.saveCard('4000000000009995'))),
    retry_not_allowed: async () => {
      const stolen = await platform.saveCard('4000000000200438')
      await charge(stolen)
      return body(charge(stolen))
    },
    forbidden: async () => {
      const { headers } = await tokenFor(platform, demo.company_id, ['contacts:read'])
      return body(call('PUT', '/contact', contact, headers))
    },
    not_own_page: () =>
      body(
        call(
          'POST',
          '/session',
          { email: 'ada@example.com', password: 'a password' },
          {
            origin: 'https://elsewhere.example',
          },
        ),
      ),
    second_factor_missing: async () => {
      const [owner, member] = [await withApp('owner'), await signIn(platform, 'viewer')]
      const demand = (required: boolean) => askAs(platform, owner, 'PUT', '/team/second_factor', { required })
      assert.equal((await demand(true)).status, 200)
      const refused = await body(askAs(platform, member, 'GET', '/contact'))
      assert.equal((await demand(false)).status, 200)
      return refused
    },
    reauthentication_required: async () => {
      const person = await signIn(platform, 'owner')
      await db.run(
        sql`update sessions set proven_at = now() - interval '1 hour' where session_id = ${person.sessionId}`,
      )
      return body(askAs(platform, person, 'PUT', '/session/password', { password: PASSWORD }))
    },
    card_on_file_disabled: async () => {
      const { headers } = await anotherCompany(platform)
      const { identifier } = await good('PUT', '/contact', contact, headers)
      return body(call('POST', `/contact/${identifier}/creditcards/url`, undefined, headers))
    },
    company_suspended: async () => {
      const { companyId, headers } = await anotherCompany(platform)
      await suspendCompany(db, companyId, 'Ada', 'we ask about its refunds')
      const asked = { ...contact, amount: '5.00', statement: 'Order 1001', to_bank_account: newId() }
      const { email: contact_email, name: contact_name, ...debit } = asked
      return body(call('PUT', '/debit', { ...debit, contact_email, contact_name }, headers))
    },
    not_found: () => body(call('GET', `/contact/${newId()}`)),
    method_not_allowed: () => body(call('POST', '/contact', contact)),
    wrong_state: async () => {
      const { path } = await platform.saveCard()
      const asked = { amount: '80.00', to_bank_account_id: demo.bank_account_id, statement: 'Hotel' }
      const { debit_id } = await good('POST', `${path}/preauthorize`, asked)
      await good('POST', `/debit/${debit_id}/release`)
      return body(call('POST', `/debit/${debit_id}/capture`))
    },
    idempotency_conflict: async () => {
      const key = { 'idempotency-key': 'order-1001' }
      await good('PUT', '/contact', contact, key)
      return body(call('PUT', '/contact', { ...contact, name: 'Grace Hopper' }, key))
    },
    // The first one's answer is taken away again: it waits for it as long as it waits for one that runs.
    idempotency_in_progress: async () => {
      const key = { 'idempotency-key': 'order-1002' }
      await good('PUT', '/contact', contact, key)
      await db.run(sql`
        update idempotency_keys set status = null, body = null
        where company_id = ${demo.company_id} and key = 'order-1002'`)
      return body(call('PUT', '/contact', contact, key))
    },
    // A log of which the beginning is archived takes days to come about: the answer is made as the api makes
    // it.
    events_archived: async () => problemBody(eventsArchived(601n, 'ask for after=600'), newId()),
    payload_too_large: () => body(call('PUT', '/contact', { ...contact, name: 'a'.repeat(70_000) })),
    unsupported_media_type: () =>
      body(call('PUT', '/contact', 'email=ada', { 'content-type': 'application/x-www-form-urlencoded' })),
    expectation_failed: () => raw('GET /contact HTTP/1.1\r\nHost: x\r\nExpect: foo\r\n\r\n'),
    validation_failed: async () =>
      body(charge(await platform.saveCard(), { amount: 100.505, statement: undefined, tip: 5 })),
    limit_exceeded: async () => {
      await db.run(sql`
        update company_limits set per_transaction = 500000 where company_id = ${demo.company_id}`)
      return body(charge(await platform.saveCard(), { amount: '5000.01' }))
    },
    search_too_broad: () => locked('payouts', () => body(call('GET', '/payout'))) as Promise<any>,
    rate_limited: async () => {
      const { headers } = await tokenFor(platform, demo.company_id)
      const ask = () => call('GET', '/company', undefined, headers)
      return until('the limit to be used up', async () => {
        const answers = await Promise.all(Array.from({ length: RATE_LIMIT * 10 + 20 }, ask))
        return answers.find(({ status }) => status === 429)?.body
      })
    },
    headers_too_large: () => raw(`GET /contact HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`),
    internal_error: async () => {
      await db.run(sql`alter table contacts rename column email to post`)
      const failed = await body(call('GET', '/contact'))
      await db.run(sql`alter table contacts rename column post to email`)
      return failed
    },
    service_unavailable: () =>
      locked('contacts', () => body(call('PUT', '/contact', contact))) as Promise<any>,
    network_timeout: async () => body(charge(await platform.saveCard('4000000000900029'))),
    network_unavailable: async () => {
      const card = await platform.saveCard()
      await platform.stopNetwork()
      await until('the link to be down', async () => !platform.network.reachable())
      const away = await body(charge(card))
      await platform.restartNetwork()
      return away
    },
  }
}
