/** Who listens and who signs in, while and after a company moves between two real cells under load. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { until } from '../../test/platform.ts'
import { confirmedIds, createWebhook, newestEventId, startReceiver } from '../../test/receiver.ts'
import { signIn } from '../../test/signed-in.ts'
import { softPasskey } from '../../test/soft-passkey.ts'
import { startTwoCells, type TwoCells } from '../../test/two-cells.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { buildApi } from '../api.ts'
import { sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { newId } from '../ground/ids.ts'
import { hashPassword } from '../users/password.ts'

type Cell = TwoCells['a']
/** A passkey is of a name, and never of an address. */
const SITE = 'https://pay.example.com'
const PASSWORD = 'six good words make one'
let cells: TwoCells
let settings: string
before(async () => {
  cells = await startTwoCells({ oneNetwork: true })
  settings = cells.settings()
})
after(() => cells?.close())

async function move(to: string): Promise<void> {
  const words = ['company', 'move', cells.a.demo.company_id, '--to', to, '--settings', settings]
  const options = { cwd: projectFolder, env: { ...process.env, ...cells.environment(), NO_COLOR: '1' } }
  const { code, err } = await new Promise<{ code: number; err: string }>((resolve) => {
    execFile(process.execPath, ['src/main.ts', ...words], options, (error, _, err) =>
      resolve({ code: error ? Number(error.code) : 0, err }),
    )
  })
  assert.equal(code, 0, err)
}

test('shops that listen hear of each event in order, without a gap, and again only under the same id', async (t) => {
  const { a, b } = cells
  const receiver = await startReceiver(cells.url)
  const good = await createWebhook(a, receiver, '/good')
  const bad = await createWebhook(a, receiver, '/bad')
  // Once around each move it does not take what it is sent.
  const odd: ('drop' | { status: number })[] = []
  bad.inbox.reply = () => odd.pop() ?? { status: 204 }
  const first = good.last_sent_event_id + 1
  const card = await a.saveCard()
  let on = true
  let charged = 0
  const lane = async () => {
    while (on) {
      const key = { 'idempotency-key': crypto.randomUUID() }
      await until('an answer', async () => (await a.charge(card, {}, key)).status === 200)
      charged++
    }
  }
  const charging = Promise.all([lane(), lane()])
  const more = async () => {
    const before = charged
    await until('more charges', async () => charged > before + 10)
  }
  for (const to of ['b', 'a', 'b']) {
    await more()
    odd.push(to === 'a' ? 'drop' : { status: 500 })
    await move(to)
  }
  await more()
  on = false
  await charging
  const newest = await newestEventId({ ...b, demo: a.demo, call: a.call })
  const held = [good, bad].map(({ inbox }) => inbox)
  for (const inbox of held) {
    await until('all of it', async () => confirmedIds(inbox).includes(newest), 180_000)
    const ids = confirmedIds(inbox)
    const seen = new Set<number>()
    // What comes for the first time is the next one, always.
    const fresh = ids.filter((id) => !seen.has(id) && seen.add(id))
    assert.deepEqual(
      fresh.filter((id) => id >= first),
      Array.from({ length: newest - first + 1 }, (_, at) => first + at),
    )
    assert.deepEqual(inbox.refused, [], 'each is signed by a key that is told at the one address')
    assert.equal(inbox.atOnceMost, 1, 'two cells never deliver at once')
    const texts = new Map<number, string>()
    for (const { body } of inbox.received)
      for (const event of body.events) {
        const text = JSON.stringify(event)
        assert.equal(texts.get(event.id) ?? text, text, `event ${event.id} says the same each time`)
        texts.set(event.id, text)
      }
    t.diagnostic(`${charged} charges; ${ids.length} confirmed, ${ids.length - fresh.length} of them again`)
  }
  for (const cell of [a, b]) await verifiesClean(cell)
  await receiver.close()
})

/** A page of a cell at its own address. */
const page = { origin: SITE, 'jetpay-dashboard': '1' }
async function onPage(
  { context, config }: Cell,
  work: (
    ask: (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object, as?: object) => Promise<any>,
  ) => Promise<void>,
): Promise<void> {
  const api = await buildApi({ ...context, config: { ...config, publicUrl: SITE } })
  try {
    await work(async (method, url, payload, as = {}) => {
      const headers = { ...page, ...as }
      const { statusCode, body } = await api.inject({ method, url, headers, ...(payload && { payload }) })
      return { status: statusCode, body: body ? JSON.parse(body) : undefined }
    })
  } finally {
    await api.close()
  }
}

test('who has an authenticator app, and who has a passkey, signs in where the company is now', async () => {
  const { a, b } = cells
  await move('a')
  const named = { ...a, config: { ...a.config, publicUrl: SITE } }
  const app = await signIn(named, 'owner', { email: 'app@example.com' })
  const key = await signIn(named, 'viewer', { email: 'key@example.com' })
  await a.db.run(sql`
    update users set password_hash = ${await hashPassword(PASSWORD)} where user_id = ${app.userId}`)
  const byToken = newId()
  for (const by of [app.userId, key.userId, byToken])
    await a.db.run(sql`
      insert into exports (company_id, export_id, kind, filters, columns, scopes, made_by, time_zone, state, due_at, finished_at)
      values (${a.demo.company_id}, ${newId()}, 'transactions', '{}', '{}', '{}', ${by}, 'UTC', 'completed', null, jetpay_now())`)
  let totp: TOTP | undefined
  let recovery_code: string | undefined
  const passkey = softPasskey(SITE)
  await onPage(a, async (ask) => {
    const as = { cookie: app.headers.cookie }
    const { ticket, secret } = (await ask('POST', '/session/totp/options', undefined, as)).body
    totp = new TOTP({ secret: Secret.fromBase32(secret) })
    const code = totp.generate({ timestamp: Date.now() - 30_000 })
    const added = await ask('PUT', '/session/totp', { ticket, code }, as)
    assert.equal(added.status, 200, JSON.stringify(added.body))
    recovery_code = added.body.recovery_codes[0]
    const owner = { cookie: key.headers.cookie }
    const made = (await ask('POST', '/session/passkeys/options', undefined, owner)).body
    const fresh = { ticket: made.ticket, name: 'Laptop', response: passkey.create(made.options) }
    assert.equal((await ask('POST', '/session/passkeys', fresh, owner)).status, 200)
  })
  await move('b')
  await onPage(b, async (ask) => {
    const asked = { email: 'app@example.com', password: PASSWORD }
    assert.equal((await ask('POST', '/session', asked)).body.code, 'second_factor_required')
    const code = totp!.generate()
    assert.equal((await ask('POST', '/session', { ...asked, code })).status, 200)
    assert.equal((await ask('POST', '/session', { ...asked, code })).status, 401, 'a code is good once')
    assert.equal((await ask('POST', '/session', { ...asked, recovery_code })).status, 200)
    const shown = (await ask('POST', '/session/passkey/options')).body
    const response = passkey.get(shown.options)
    const signed = await ask('POST', '/session/passkey', { ticket: shown.ticket, response })
    assert.equal(signed.status, 200, JSON.stringify(signed.body))
  })
  // They are members of it there, and of nothing more where it was.
  const members = async (cell: Cell) =>
    (
      await cell.db.many<{ email: string; role: string }>(sql`
        select email, role from memberships join users using (user_id) where company_id = ${a.demo.company_id}
          and email in ('app@example.com', 'key@example.com') order by email`)
    ).map(({ email, role }) => `${email} ${role}`)
  assert.deepEqual(await members(b), ['app@example.com owner', 'key@example.com viewer'])
  assert.deepEqual(await members(a), [])
  const makers = await b.db.many<{ maker: string }>(sql`
    select coalesce(email, made_by::text) as maker from exports e left join users u on u.user_id = e.made_by
    where company_id = ${a.demo.company_id} and made_by is not null order by export_id`)
  assert.deepEqual(
    makers.map(({ maker }) => maker).filter((maker) => maker.includes('@') || maker === byToken),
    ['app@example.com', 'key@example.com', byToken],
    'who made an export is who may delete it there',
  )
})
