/**
 * What a person and an operator may do, each asked for so that it succeeds: the operations that no company's
 * token reaches. A walk, since a session leads to the next and what waits for an operator has to come first.
 */
import assert from 'node:assert/strict'
import { Secret, TOTP } from 'otpauth'
import { raiseAlarm } from '../src/alarms/alarm.ts'
import { buildApi } from '../src/api.ts'
import { sql } from '../src/db/sql.ts'
import { newId } from '../src/ground/ids.ts'
import { queueMail, textOf } from '../src/mail/mail.ts'
import { hashPassword } from '../src/users/password.ts'
import { newTicket } from '../src/users/ticket.ts'
import { holdToDocument } from './declared-answer.ts'
import { type Platform, until } from './platform.ts'
import { askAs, signIn } from './signed-in.ts'
import { softPasskey } from './soft-passkey.ts'

type Headers = Record<string, string>
type Answer = { status: number; text: string; body: any; headers: { get(name: string): string | null } }

/** Browsers make passkeys for a host that has a name, which the platform of a test has not. */
const SITE = 'http://localhost:8400'
const PASSWORD = 'six good words make one'

const fine = (answer: Answer, what: string) => {
  assert.ok(answer.status < 300, `${what}: ${answer.status} ${answer.text}`)
  return answer
}
const cookieOf = (answer: Answer): Headers => ({ cookie: answer.headers.get('set-cookie')!.split(';')[0]! })

/** Sign-ins, sessions, second factors, passkeys, resets. */
export async function askAsPerson(platform: Platform): Promise<void> {
  const { db } = platform
  const person = await signIn(platform, 'viewer')
  const { cookie: _, ...page } = person.headers
  const ask = async (method: string, path: string, body?: unknown, headers: Headers = person.headers) =>
    fine(await askAs(platform, { headers }, method, path, body), `${method} ${path}`)
  await db.run(
    sql`update users set password_hash = ${await hashPassword(PASSWORD)} where user_id = ${person.userId}`,
  )
  const { email } = person
  await ask('GET', '/session')
  await ask('POST', '/session/reauthenticate', { password: PASSWORD })
  await ask('POST', '/session', { email, password: PASSWORD }, {})
  const { data } = (await ask('GET', '/session/sessions')).body
  const { identifier } = data.find(({ is_current }: { is_current: boolean }) => !is_current)
  await ask('DELETE', `/session/sessions/${identifier}`)
  await ask('DELETE', '/session/sessions')
  await ask('PUT', '/session/password', { password: `${PASSWORD} more` })

  const { ticket, secret } = (await ask('POST', '/session/totp/options')).body
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
  await ask('PUT', '/session/totp', { ticket, code })
  await ask('POST', '/session/recovery_codes')
  await ask('DELETE', '/session/totp')

  await withPasskey(platform, { ...person.headers, origin: SITE }, page)

  await ask('POST', '/session/reset', { email }, {})
  const reset = await newTicket(db, 'reset', { userId: person.userId, minutes: 5 })
  await ask('POST', '/session/reset/confirm', { ticket: reset, password: PASSWORD }, {})
  const again = await ask('POST', '/session', { email, password: PASSWORD }, {})
  await ask('DELETE', '/session', undefined, { ...page, ...cookieOf(again) })
}

/** By the same code, served under a name. */
async function withPasskey(platform: Platform, person: Headers, page: Headers): Promise<void> {
  const config = { ...platform.config, publicUrl: SITE }
  const api = await buildApi({ ...platform.context, config })
  const ask = async (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object, headers = person) => {
    const {
      statusCode,
      body,
      headers: given,
    } = await api.inject({ method, url, headers, ...(payload && { payload }) })
    const said = { get: (name: string) => (given[name] === undefined ? null : String(given[name])) }
    const answer = { status: statusCode, text: body, body: JSON.parse(body), headers: said }
    holdToDocument(method, url, answer)
    return fine(answer, `${method} ${url}`).body
  }
  try {
    const key = softPasskey(SITE)
    const made = await ask('POST', '/session/passkeys/options')
    const added = { ticket: made.ticket, name: 'Laptop', response: key.create(made.options) }
    const { identifier } = await ask('POST', '/session/passkeys', added)
    const shown = await ask('POST', '/session/passkey/options', undefined, { ...page, origin: SITE })
    const response = key.get(shown.options)
    await ask('POST', '/session/passkey', { ticket: shown.ticket, response }, { ...page, origin: SITE })
    const { data } = await ask('GET', '/session/passkeys')
    assert.ok(data[0].last_used_at)
    await ask('DELETE', `/session/passkeys/${identifier}`)
  } finally {
    await api.close()
  }
}

/** Companies and what waits for an operator's decision: one of each is made, listed, and decided. */
export async function askAsOperator(platform: Platform): Promise<void> {
  const { db, demo } = platform
  const operator = await signIn(platform, 'operator')
  const ask = async (method: string, path: string, body?: unknown) =>
    fine(await askAs(platform, operator, method, `/operator${path}`, body), `${method} /operator${path}`).body
  const rows = async (path: string): Promise<any[]> => {
    const { data } = await ask('GET', path)
    assert.ok(data.length > 0, `${path} is empty`)
    return data
  }
  const note = 'decided by a test'
  const ofDemo = `/companies/${demo.company_id}`

  const { identifier } = await ask('POST', '/companies', { name: 'Birch Books' })
  const at = `/companies/${identifier}`
  await ask('PATCH', at, { features: { card_on_file: true }, alert_email: 'ops@example.com' })
  await ask('PUT', `${at}/limits`, { currency: 'CAD', per_transaction: '250.00' })
  await ask('POST', `${at}/fees`, { currency: 'CAD', method: 'card', basis_points: 290, fixed: '0.30' })
  await ask('POST', `${at}/suspend`, { note })
  await ask('POST', `${at}/close`, { note })
  await ask('POST', `${at}/unsuspend`)
  await ask('GET', at)
  await rows('/companies')
  const email = 'owner@birch.example'
  await ask('POST', `${at}/invitations`, { email, role: 'owner' })
  await acceptInvitation(platform, email)

  const card = await platform.saveCard('4000000000900052')
  const { debit_id } = (await platform.charge(card, { amount: '9.00' })).body
  await db.run(sql`
    update attempts set reversal_due_at = 'infinity' where company_id = ${demo.company_id} and debit_id = ${debit_id}`)
  const unknown = await until('the outcome to be listed', async () =>
    (await ask('GET', '/unknown_outcomes')).data.find((one: any) => one.transaction_id === debit_id),
  )
  await ask('POST', `${ofDemo}/unknown_outcomes/${unknown.identifier}/resolve`, { as: 'captured', note })

  const item = (await rows('/reconciliation_items?state=open')).find(
    (one) => one.company_id === demo.company_id && one.takes.length > 0,
  )
  const decision = { item_ids: [item.identifier], as: item.takes[0], note }
  await ask('POST', `${ofDemo}/reconciliation_items/resolve`, decision)

  await db.run(sql`
    insert into bank_parked_returns (bank_parked_return_id, sha256, place, code, stage, direction, amount, currency, reference, problem)
    values (${newId()}, ${Buffer.alloc(32, 7)}, 'record 2', '901', 'return', 'credit', 1250, 'CAD', 'X0001', 'the item has another amount')`)
  const [back] = await rows('/bank_returns?state=open')
  // What fits nothing is nobody's.
  const nobody = '00000000-0000-0000-0000-000000000000'
  await ask('POST', `/companies/${nobody}/bank_returns/${back.identifier}/resolve`, { as: 'stands', note })

  await raiseAlarm(db, { kind: 'clearing_file_missing', subject: 'F.9', companyId: null, details: {} })
  const [alarm] = await rows('/alarms?state=open')
  await ask('POST', `/alarms/${alarm.identifier}/close`, { note })

  const mail = { companyId: demo.company_id, to: 'ada@example.com', subject: 'Hello', text: 'Hello' }
  const mailId = await queueMail(db, mail)
  await db.run(sql`
    update mails set state = 'failed', error = '550' where company_id = ${demo.company_id} and mail_id = ${mailId}`)
  await rows('/mails?state=failed')
  await ask('POST', `${ofDemo}/mails/${mailId}/retry`)

  const report = await ask('POST', '/verify_reports', { extent: 'incremental' })
  await until('verify to end', async () => {
    const { state } = await ask('GET', `/verify_reports/${report.identifier}`)
    return state === 'done'
  })
  await rows('/verify_reports')
  for (const path of ['/audit', '/keys']) await rows(path)
  for (const path of ['/overview', '/arrivals', '/work', '/failing_webhooks', '/audit/filters'])
    await ask('GET', path)
  const { clearing_files } = await ask('GET', '/arrivals')
  const { network_id, number } = clearing_files.find(({ records }: any) => records > 0)
  await ask('GET', `/clearing_files/${network_id}/${number}`)
  await rows(`/clearing_files/${network_id}/${number}/records`)
  const [file] = await rows('/bank_files')
  await ask('GET', `/bank_files/${file.identifier}`)
  await rows(`/bank_files/${file.identifier}/items`)
}

/** By the link in the mail. */
async function acceptInvitation(platform: Platform, email: string): Promise<void> {
  const mail = await platform.db.one<{
    company_id: string
    mail_id: string
    text: string
    link_sealed: Buffer | null
  }>(sql`select company_id, mail_id, text, link_sealed from mails where to_address = ${email}`)
  const [, ticket] = /#([\w-]{43})/.exec(textOf(platform.context.seal, mail))!
  const ask = async (path: string, body: object) =>
    fine(await askAs(platform, { headers: {} }, 'POST', `/session/invitation${path}`, body), path)
  await ask('/look', { ticket })
  await ask('', { ticket, name: 'Owner', password: PASSWORD })
}
