import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tokenFor } from '../../test/another-company.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { askAs, type SignedIn, signIn } from '../../test/signed-in.ts'
import { createCompany } from '../companies/company.ts'
import { sql } from '../db/sql.ts'
import { textOf } from '../mail/mail.ts'

let platform: Platform
/** A company that has people only. */
let companyId: string
let owner: SignedIn
let admin: SignedIn
before(async () => {
  platform = await startPlatform()
  companyId = await createCompany(platform.db, 'Team')
  owner = await signIn(platform, 'owner', { companyId })
  admin = await signIn(platform, 'admin', { companyId })
})
after(() => platform?.close())

const invite = (by: SignedIn, email: string, role: string) =>
  askAs(platform, by, 'POST', '/team/invitations', { email, role })
const accept = (body: object, as: { headers: Record<string, string> } = { headers: {} }) =>
  askAs(platform, as, 'POST', '/session/invitation', body)

async function ticketTo(email: string): Promise<string> {
  const mail = await platform.db.one<{
    company_id: string
    mail_id: string
    text: string
    link_sealed: Buffer | null
  }>(sql`
    select company_id, mail_id, text, link_sealed from mails where to_address = ${email} order by mail_id desc limit 1`)
  return /#([\w-]{43})/.exec(textOf(platform.context.seal, mail))![1]!
}

const password = 'some six words of mine'

test('an invitation brings somebody in by mail, once, with the role that it names', async () => {
  const made = await invite(owner, 'New@example.com', 'developer')
  assert.deepEqual([made.status, made.body.email], [200, 'new@example.com'])
  const ticket = await ticketTo('new@example.com')
  const look = await askAs(platform, { headers: {} }, 'POST', '/session/invitation/look', { ticket })
  assert.deepEqual(look.body, {
    company_name: 'Team',
    email: 'new@example.com',
    role: 'developer',
    has_account: false,
  })
  assert.equal((await accept({ ticket })).status, 422)
  const joined = await accept({ ticket, name: 'New', password })
  assert.equal(joined.status, 200, joined.text)
  const cookie = joined.headers.get('set-cookie')!.split(';')[0]!
  const session = await askAs(platform, { headers: { cookie } }, 'GET', '/session')
  assert.deepEqual(
    session.body.companies.map(({ identifier, role }: any) => [identifier, role]),
    [[companyId, 'developer']],
  )
  assert.equal((await accept({ ticket, name: 'New', password })).status, 401)
  assert.equal((await invite(owner, 'new@example.com', 'viewer')).status, 409)
})

test('whoever has an account joins as that one, and nobody else does with their link', async () => {
  const known = await signIn(platform, null, { email: 'known@example.com' })
  const other = await signIn(platform, null)
  await invite(admin, 'known@example.com', 'support')
  const ticket = await ticketTo('known@example.com')
  for (const as of [{ headers: {} }, other]) {
    const { status, body } = await accept({ ticket, name: 'Thief', password }, as)
    assert.deepEqual([status, body.code], [409, 'wrong_state'])
  }
  assert.equal((await accept({ ticket }, known)).status, 200)
  const { kept } = await platform.db.one<{ kept: boolean }>(
    sql`select password_hash is null as kept from users where user_id = ${known.userId}`,
  )
  assert.equal(kept, true)
})

test('one that was replaced, withdrawn or is over brings nobody in', async () => {
  await invite(owner, 'late@example.com', 'viewer')
  const first = await ticketTo('late@example.com')
  const { body } = await invite(owner, 'late@example.com', 'viewer')
  const second = await ticketTo('late@example.com')
  assert.equal((await accept({ ticket: first, name: 'Late', password })).status, 401)
  assert.equal((await askAs(platform, owner, 'DELETE', `/team/invitations/${body.identifier}`)).status, 200)
  assert.equal((await accept({ ticket: second, name: 'Late', password })).status, 401)
  await invite(owner, 'late@example.com', 'viewer')
  await platform.db.run(
    sql`update invitations set expires_at = now() where company_id = ${companyId} and email = 'late@example.com'`,
  )
  assert.equal(
    (await accept({ ticket: await ticketTo('late@example.com'), name: 'Late', password })).status,
    401,
  )
})

test('an admin, and a token, make no owner and change none; an admin cannot make himself one', async () => {
  const { headers } = await tokenFor(platform, companyId)
  const target = await signIn(platform, 'viewer', { companyId })
  for (const as of [admin, { headers }]) {
    const tries = [
      askAs(platform, as, 'POST', '/team/invitations', { email: 'own@example.com', role: 'owner' }),
      askAs(platform, as, 'PATCH', `/team/${admin.userId}`, { role: 'owner' }),
      askAs(platform, as, 'PATCH', `/team/${target.userId}`, { role: 'owner' }),
      askAs(platform, as, 'PATCH', `/team/${owner.userId}`, { role: 'viewer' }),
      askAs(platform, as, 'DELETE', `/team/${owner.userId}`),
    ]
    for (const { status, body } of await Promise.all(tries))
      assert.deepEqual([status, body.code], [403, 'forbidden'])
  }
  assert.equal(
    (await askAs(platform, admin, 'PATCH', `/team/${target.userId}`, { role: 'support' })).status,
    200,
  )
})

test('the last owner stays, also when two take each other out at once', async () => {
  const { status, body } = await askAs(platform, owner, 'PATCH', `/team/${owner.userId}`, { role: 'viewer' })
  assert.deepEqual([status, body.code], [409, 'wrong_state'])
  assert.equal((await askAs(platform, owner, 'DELETE', `/team/${owner.userId}`)).status, 409)
  const second = await signIn(platform, 'owner', { companyId })
  const answers = await Promise.all([
    askAs(platform, owner, 'DELETE', `/team/${second.userId}`),
    askAs(platform, second, 'DELETE', `/team/${owner.userId}`),
  ])
  const { owners } = await platform.db.one<{ owners: bigint }>(
    sql`select count(*) as owners from memberships where company_id = ${companyId} and role = 'owner'`,
  )
  assert.equal(owners, 1n, answers.map(({ status }) => status).join())
  await platform.db.run(sql`
    insert into memberships (company_id, user_id, role) values (${companyId}, ${owner.userId}, 'owner')
    on conflict (company_id, user_id) do nothing`)
})

test('whoever is removed is out with the next request, and an event says so', async () => {
  const person = await signIn(platform, 'support', { companyId })
  assert.equal((await askAs(platform, person, 'GET', '/contact')).status, 200)
  assert.equal((await askAs(platform, owner, 'DELETE', `/team/${person.userId}`)).status, 200)
  assert.equal((await askAs(platform, person, 'GET', '/contact')).status, 404)
  const { told } = await platform.db.one<{ told: bigint }>(sql`
    select count(*) as told from (
      select data, type from events where company_id = ${companyId}
      union all select data, type from outbox where company_id = ${companyId}) all_of
    where type = 'users.removed' and data ->> 'userId' = ${person.userId}`)
  assert.equal(told, 1n)
})

test('a developer mints a token of what he has and nothing beyond; people, and who they are, are for those who may', async () => {
  const developer = await signIn(platform, 'developer', { companyId })
  const mint = (scopes: string[]) => askAs(platform, developer, 'POST', '/api_token', { name: 'x', scopes })
  assert.equal((await mint(['debits:read'])).status, 200)
  for (const scopes of [['debits:write'], ['debits:read', 'company:write'], ['team:write']])
    assert.equal((await mint(scopes)).status, 403, scopes.join())
  assert.equal((await mint(['operator:read'])).status, 422)
  const viewer = await signIn(platform, 'viewer', { companyId })
  assert.equal((await askAs(platform, viewer, 'GET', '/team')).status, 403)
})

test('what a removed person began ends or is told: their invitations bring nobody in, their tokens are named', async () => {
  const leaver = await signIn(platform, 'admin', { companyId })
  const mint = (name: string) =>
    askAs(platform, leaver, 'POST', '/api_token', { name, scopes: ['tokens:read', 'tokens:write'] })
  const token = (await mint('left behind')).body
  const revoked = (await mint('revoked')).body
  await askAs(platform, leaver, 'DELETE', `/api_token/${revoked.identifier}`)
  const byToken = { headers: { authorization: `Bearer ${token.token}` } }
  const second = await askAs(platform, byToken, 'POST', '/api_token', {
    name: 'its own',
    scopes: ['tokens:read'],
  })
  await askAs(platform, owner, 'POST', '/api_token', { name: 'of the owner', scopes: ['tokens:read'] })
  await invite(leaver, 'sleeper@example.com', 'admin')
  await invite(owner, 'awaited@example.com', 'viewer')
  const { status, body } = await askAs(platform, owner, 'DELETE', `/team/${leaver.userId}`)
  assert.deepEqual([status, body.invitations_ended], [200, 1])
  assert.deepEqual(body.api_tokens, [
    { identifier: token.identifier, name: 'left behind' },
    { identifier: second.body.identifier, name: 'its own' },
  ])
  const join = async (email: string) => accept({ ticket: await ticketTo(email), name: 'Came', password })
  assert.equal((await join('sleeper@example.com')).status, 401)
  assert.equal((await join('awaited@example.com')).status, 200)
})

test('whoever may do less has no invitation open that they could not give now', async () => {
  const person = await signIn(platform, 'owner', { companyId })
  await invite(person, 'co-owner@example.com', 'owner')
  await invite(person, 'helper@example.com', 'support')
  const open = async () => {
    const { data } = (await askAs(platform, owner, 'GET', '/team/invitations')).body
    return data.map(({ email }: { email: string }) => email)
  }
  const make = (role: string) => askAs(platform, owner, 'PATCH', `/team/${person.userId}`, { role })
  await make('admin')
  assert.deepEqual(await open(), ['helper@example.com'])
  await make('viewer')
  assert.deepEqual(await open(), [])
})
