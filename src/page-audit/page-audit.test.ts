/**
 * The audit of the pages that take cards finds nothing in what we serve, and each thing that somebody changes
 * on the way.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { pageRelease } from '../../test/page-release.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { confirmation } from '../commands/page/confirmation.ts'
import { auditPagesNow } from '../commands/page/run-page-audit.ts'
import { sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { newId } from '../ground/ids.ts'
import { auditPages } from './audit-pages.ts'
import { auditPagesByTime } from './audit-pages-job.ts'
import { comparePage } from './compare-page.ts'
import { noteRelease, otherReleases, ownRelease, ownVersion } from './known-releases.ts'
import { RELEASE_FILE, readRelease } from './release.ts'

let platform: Platform
let urls: { card: string; payment: string }
before(async () => {
  platform = await startPlatform()
  const contactId = await platform.createContact()
  const body = { appearance: { accent: '#7a1f5c', radius: 4 }, allowed_origins: ['https://shop.example.com'] }
  const { url } = await platform.good('POST', `/contact/${contactId}/creditcards/url`, body)
  urls = { card: url, payment: `${platform.url}/payment/pay/${newId()}` }
})
after(() => platform?.close())

const released = (name: 'card' | 'payment') => {
  const page = readRelease().pages[name]
  // The tests' platform is a demo, without https.
  const { 'Strict-Transport-Security': _, ...headers } = page.headers
  return { files: page.files, headers }
}
const pageAt = async (url: string) => {
  const response = await fetch(url)
  return { headers: new Headers(response.headers), html: await response.text() }
}

type Change = {
  html?: (html: string) => string
  headers?: (headers: Headers) => void
  file?: (path: string, body: Buffer) => Buffer | null
  sameNonce?: true
}
async function compare(name: 'card' | 'payment', change: Change = {}) {
  const { appearanceAsset } = await import('../vault/page/assets.ts')
  const tampered = async () => {
    const page = await pageAt(urls[name])
    change.headers?.(page.headers)
    return { headers: new Headers(page.headers), html: change.html?.(page.html) ?? page.html }
  }
  const first = await tampered()
  const fetched = async (path: string) => {
    const response = await fetch(new URL(path, urls[name]))
    if (!response.ok) return null
    const body = Buffer.from(await response.arrayBuffer())
    return change.file ? change.file(path, body) : body
  }
  return comparePage(released(name), first, change.sameNonce ? first : await tampered(), fetched, (path) =>
    path.startsWith('/page/appearance/') ? appearanceAsset(path.split('/').at(-1)!) : undefined,
  )
}

test('what was released is what this source makes: `npm run docs` has written it', () => {
  assert.equal(readFileSync(RELEASE_FILE, 'utf8'), pageRelease())
})

test('the card page and the payment page are as they were released, a theme and the origins of its URL included', async () => {
  for (const name of ['card', 'payment'] as const) {
    const { differences, loaded } = await compare(name)
    assert.deepEqual(differences, [], name)
    assert.ok(loaded.every(({ purpose }) => purpose !== ''))
  }
})

const wider = (from: string | RegExp, to: string) => (headers: Headers) => {
  const policy = headers.get('content-security-policy')!
  assert.notEqual(policy.replace(from, to), policy, `${from}`)
  headers.set('content-security-policy', policy.replace(from, to))
}
const without = (name: string) => (headers: Headers) => headers.delete(name)
const into = (markup: string) => (html: string) => html.replace('</head>', `${markup}</head>`)
const changes: Record<string, Change> = {
  'a script of somebody else': { html: into('<script src="https://evil.example/x.js"></script>') },
  'a script in the page': { html: into('<script>fetch("https://evil.example")</script>') },
  'a module that is loaded ahead': { html: into('<link rel="modulepreload" href="/x.js">') },
  'a style of somebody else': { html: into('<link rel="stylesheet" href="https://evil.example/x.css">') },
  'a style in the page': { html: into('<style>input{background:url(//evil.example)}</style>') },
  'a handler': { html: (html) => html.replace('<main', '<main onclick="x()"') },
  'a frame': { html: into('<iframe src="https://evil.example"></iframe>') },
  'another base': { html: into('<base href="https://evil.example">') },
  'our script, changed': {
    file: (path, body) => (path.endsWith('card.js') ? Buffer.concat([body, Buffer.from(';x()')]) : body),
  },
  'our script, gone': { file: (path, body) => (path.endsWith('card.js') ? null : body) },
  'our style, changed': { file: (path, body) => (path.endsWith('form.css') ? Buffer.from('*{}') : body) },
  'another hash in the page': {
    html: (html) => html.replace(/integrity="sha384-[^"]{10}/, 'integrity="sha384-AAAAAAAAAA'),
  },
  'a script without its nonce': { html: (html) => html.replace(/ nonce="[^"]*"/, '') },
  'one nonce for all answers': { sameNonce: true },
  'a policy that lets all scripts run': { headers: wider(/script-src [^;]+/, "script-src 'unsafe-inline'") },
  'a policy that lets data go elsewhere': { headers: wider("connect-src 'self'", 'connect-src *') },
  'a policy without Trusted Types': { headers: wider("; trusted-types 'none'", '') },
  'a policy that lets everybody frame it': { headers: wider(/frame-ancestors .*/, 'frame-ancestors *') },
  'no policy': { headers: without('content-security-policy') },
  'no Referrer-Policy': { headers: without('referrer-policy') },
  'no Permissions-Policy': { headers: without('permissions-policy') },
  'no Cross-Origin-Opener-Policy': { headers: without('cross-origin-opener-policy') },
  'no Cross-Origin-Resource-Policy': { headers: without('cross-origin-resource-policy') },
  'no Cache-Control': { headers: without('cache-control') },
}
for (const [what, change] of Object.entries(changes)) {
  test(`it finds ${what}`, async () => {
    const { differences } = await compare('card', change)
    assert.ok(differences.length > 0)
  })
}

test('the command writes evidence that names each script, its hash and why it is there, and never the ticket', async () => {
  const folder = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER ?? '/tmp'}/evidence-`)
  const set = {
    JETPAY_PUBLIC_URL: platform.url,
    JETPAY_VAULT_PUBLIC_URL: platform.config.vaultPublicUrl,
    DATABASE_URL: platform.config.databaseUrl!,
  }
  Object.assign(process.env, set)
  try {
    const done = (await auditPagesNow(urls.card, folder)) as { intact: boolean; evidence: string }
    assert.equal(done.intact, true)
    const text = readFileSync(done.evidence, 'utf8')
    assert.ok(!text.includes(new URL(urls.card).pathname), 'the ticket')
    const { inventory } = JSON.parse(text)
    assert.ok(
      inventory.some(
        ({ path, purpose, integrity }: any) => path.endsWith('/card.js') && purpose && integrity,
      ),
    )

    // A page that is another's: an error, the evidence, an alarm.
    await assert.rejects(auditPagesNow(`${platform.url}/docs/guide`, folder), /differences/)
    const alarm = await platform.db.one<{ details: any }>(
      sql`select details from alarms where kind = 'card_page_changed' and closed_at is null`,
    )
    assert.equal(JSON.parse(readFileSync(alarm.details.evidence, 'utf8')).intact, false)
  } finally {
    for (const name of Object.keys(set)) delete process.env[name]
    rmSync(folder, { recursive: true })
  }
})

test('the embed that pages of merchants load is audited too', async () => {
  const where = { publicUrl: platform.url, vaultPublicUrl: platform.config.vaultPublicUrl, live: false }
  const whole = await auditPages(where)
  assert.deepEqual(whole.differences, [])
  assert.deepEqual(
    whole.inventory.filter(({ page }) => page === 'embed').map(({ path }) => path),
    ['/embed/v1.js', '/embed/v1.mjs'],
  )
  const own = ownRelease()
  own.release.embed[0]!.integrity = 'sha384-of-another'
  const { differences } = await auditPages(where, { own })
  assert.deepEqual(
    differences.map(({ page, name }) => [page, name]),
    [['embed', '/embed/v1.js']],
  )
})

test('while an upgrade is rolled out pages of either release are intact, the evidence names both, and a third is none', async () => {
  const { db } = platform
  const where = { publicUrl: platform.url, vaultPublicUrl: platform.config.vaultPublicUrl, live: false }
  const next = ownRelease()
  next.version = '99.0.0'
  for (const file of Object.values(next.release.pages.card.files)) file.integrity = 'sha384-of-the-next'
  // Who audits is of the next release and finds the card page of the one before, which the database knows.
  await noteRelease(db)
  await db.run(sql`
    insert into page_releases (sha256, version, release)
    values (sha256('next'), ${next.version}, ${JSON.stringify(next.release)}::jsonb)`)
  const alone = await auditPages(where, { own: next })
  assert.ok(alone.differences.length > 0)
  const audit = await auditPages(where, { own: next, others: [ownRelease()] })
  assert.deepEqual(audit.differences, [])
  assert.deepEqual(audit.served.toSorted(), [ownVersion(), next.version].toSorted())
  assert.ok(audit.inventory.every(({ page, release }) => (page === 'card') === (release === ownVersion())))

  // This process knows the next one from its migration, for as long as it is the newest.
  assert.deepEqual(
    (await otherReleases(db)).map(({ version }) => version),
    [next.version],
  )
  await noteRelease(db)
  assert.equal((await otherReleases(db)).length, 1, 'the one before, while it is replaced')
  await db.run(sql`update page_releases set migrated_at = migrated_at - interval '8 days'`)
  assert.deepEqual(await otherReleases(db), [])
  await db.run(sql`delete from page_releases`)
})

test('the worker audits by the hour, one of two at a time, and calls a person where a page is another', async () => {
  const { db } = platform
  await db.run(sql`update alarms set closed_at = jetpay_now(), closed_by = 'test' where closed_at is null`)
  const audits = async () => (await db.many(sql`select differences from page_audits`)).length
  const before = await audits()
  const run = (more: object = {}) =>
    auditPagesByTime().run({
      ...platform.context,
      config: { ...platform.config, pageAuditHours: 24, ...more },
    })
  await Promise.all([run(), run()])
  assert.equal(await audits(), before + 1)
  await run()
  assert.equal(await audits(), before + 1, 'not before its hour')
  await db.run(sql`update page_audit_turn set next_at = jetpay_now()`)
  await run({ pageAuditHours: 0 })
  assert.equal(await audits(), before + 1, 'not where it is switched off')

  // The payment page's origin answers for the card page: another page in its place.
  await run({ vaultPublicUrl: platform.url })
  const { evidence, differences } = await db.one<{ evidence: string; differences: number }>(
    sql`select evidence, differences from page_audits order by audited_at desc limit 1`,
  )
  assert.ok(differences > 0)
  const alarm = await db.one<{ details: { evidence: string } }>(
    sql`select details from alarms where kind = 'card_page_changed' and closed_at is null`,
  )
  assert.equal(alarm.details.evidence, evidence)
  assert.equal(JSON.parse(readFileSync(evidence, 'utf8')).intact, false)
})

test('the confirmation for merchants names the page, the release and each file', async () => {
  const { version } = JSON.parse(readFileSync(`${projectFolder}/package.json`, 'utf8'))
  const text = await confirmation('Northwind Ski School')
  for (const part of [
    version,
    'Northwind Ski School',
    readRelease().pages.card.files['card.js']!.integrity,
    'FAQ 1588',
  ])
    assert.ok(text.includes(part), part)
})
