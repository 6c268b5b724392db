import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { commands } from '../commands/catalogue.ts'
import { endpoints, openEndpoints } from '../endpoints.ts'
import { eventKinds, eventTypes } from '../events/event-types.ts'
import { projectFolder } from '../ground/config.ts'
import { problems } from '../ground/errors.ts'
import { failReasons } from '../ground/fail-reasons.ts'
import { exampleOf } from './catalogue-pages.ts'
import { addressOf, readPages } from './pages.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const pages = readPages()
const addresses = [...pages.keys()].map(addressOf)
const served = new Map<string, string>()
async function pageAt(address: string): Promise<string> {
  const kept = served.get(address)
  if (kept !== undefined) return kept
  const answer = await fetch(platform.url + address)
  assert.equal(answer.status, 200, address)
  const text = await answer.text()
  served.set(address, text)
  return text
}
const idsOf = (text: string) => [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!)

test('every link and image of every page leads somewhere, to its anchor too, and every anchor is there once', async () => {
  const broken: string[] = []
  for (const address of addresses) {
    const text = await pageAt(address)
    const ids = idsOf(text)
    assert.equal(new Set(ids).size, ids.length, `${address} has an id twice`)
    for (const [, href] of text.matchAll(/ (?:href|src|data-library|data-sections)="([^"]*)"/g)) {
      const to = new URL(href!, platform.url + address)
      // The dashboard is built by its own tests only.
      if (to.origin !== platform.url || to.pathname === '/dashboard') continue
      const target = to.pathname === address ? text : await pageAt(to.pathname)
      // The reference and the dashboard make their anchors in the browser.
      const anchored = to.hash !== '' && to.pathname.startsWith('/docs/guide')
      if (anchored && !idsOf(target).includes(decodeURIComponent(to.hash.slice(1))))
        broken.push(`${address} to ${href}`)
    }
  }
  assert.deepEqual(broken, [])
  assert.ok(addresses.length > 150)
})

test('what is written in Markdown names no file that is not there', async () => {
  const lost = [...pages.values()].flatMap(({ name, markdown }) =>
    [...markdown.matchAll(/\]\(([^)\s#]+\.md)[^)]*\)/g)].flatMap(([, href]) => {
      const page = pages.get(name)!
      return page.file !== null &&
        !href!.startsWith('/') &&
        !existsSync(join(projectFolder, dirname(page.file), href!))
        ? [`${name} to ${href}`]
        : []
    }),
  )
  assert.deepEqual(lost, [])
})

test('every problem, fail reason and type of event has its page, where its `doc_url` leads', async () => {
  const refused = await platform.call('GET', '/contact', undefined, { authorization: '' })
  const { doc_url } = refused.body as { doc_url: string }
  assert.equal(doc_url, `${platform.url}/docs/guide/errors/unauthenticated`)
  assert.match(await (await fetch(doc_url)).text(), /<h1>unauthenticated/)
  for (const name of [
    ...Object.keys(problems).map((code) => `errors/${code}`),
    ...failReasons.map((reason) => `fail-reasons/${reason}`),
    ...eventTypes.map((type) => `event-types/${type}`),
  ])
    assert.ok(pages.has(name), name)
  // Where it led before.
  const before = await fetch(`${platform.url}/docs/problems`, { redirect: 'manual' })
  assert.deepEqual([before.status, before.headers.get('location')], [301, '/docs/guide/errors'])
})

test('the example of each type of event is one that its schema takes', () => {
  for (const type of eventTypes) {
    const { data, ...event } = exampleOf(type)
    assert.equal(event.type, type)
    assert.deepEqual(eventKinds[type].data.safeParse(data).error?.issues, undefined, type)
  }
})

test('a page runs and loads nothing but its own, is kept by its mark, and what is hashed is kept for ever', async () => {
  const first = await fetch(`${platform.url}/docs/guide/concepts`)
  const policy = first.headers.get('content-security-policy')!
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "frame-ancestors 'none'",
  ])
    assert.ok(policy.split('; ').includes(rule), rule)
  const text = await first.text()
  assert.doesNotMatch(text, / style=| on[a-z]+=|<style|<script(?![^>]* src=)/)
  const again = await fetch(`${platform.url}/docs/guide/concepts`, {
    headers: { 'if-none-match': first.headers.get('etag')! },
  })
  assert.equal(again.status, 304)
  for (const [, path] of text.matchAll(/(?:data-library|data-sections|src)="(\/docs\/guide\/[^"]+)"/g)) {
    const asset = await fetch(platform.url + path)
    assert.match(asset.headers.get('cache-control')!, /immutable/, path)
  }
  assert.equal((await fetch(`${platform.url}/docs/guide/images/../../package.json`)).status, 404)
})

test('an address that leads nowhere is a page for people, Markdown for who reads that, and JSON for who asks for it', async () => {
  const asked = async (path: string, accept: string) => {
    const answer = await fetch(`${platform.url}/docs/guide/${path}`, { headers: { accept } })
    assert.equal(answer.status, 404, path)
    return [answer.headers.get('content-type')!.split(';')[0], await answer.text()] as const
  }
  const [type, text] = await asked('chrge-a-card', 'text/html,*/*')
  assert.equal(type, 'text/html')
  assert.match(text, /<h1>There is no such page/)
  assert.match(text, /<a href="\/docs\/guide\/charge-a-card">Charge a card directly<\/a>/)
  const [curl, page] = await asked('a`[b](javascript:alert(1))<script>', '*/*')
  assert.equal(curl, 'text/html')
  assert.doesNotMatch(page, /javascript:|<script>/)
  const [twin, markdown] = await asked('errors/declined.md', '*/*')
  assert.equal(twin, 'text/markdown')
  assert.match(markdown, /\(\/docs\/guide\/[^)]*declined\.md\)/)
  assert.equal((await asked('nothing', 'application/json'))[0], 'application/problem+json')
  assert.equal((await asked('page/old/browser.js', '*/*'))[0], 'application/problem+json')
})

test('no page says by whom or how it was written, or names what only the tree has', async () => {
  for (const address of addresses)
    for (const shown of [address, `${address}.md`])
      assert.doesNotMatch(await pageAt(shown), /npm run docs|<!-- |the README\b|migration \d{4}/i, shown)
})

test('an installation elsewhere shows its own address and data folder in its samples, in each twin too', async () => {
  const url = 'https://pay.example.com'
  const elsewhere = readPages({ url, dataFolder: '/srv/jetpay' })
  const written = readPages()
  for (const [name, { markdown }] of elsewhere) {
    const samples = [...markdown.matchAll(/^( *)```[\s\S]*?^\1```$/gm)].map(([sample]) => sample).join('\n')
    assert.doesNotMatch(samples, /127\.0\.0\.1:8400|var\/demo\.json|JETPAY_DATA:-var/, name)
  }
  const start = elsewhere.get('quick-start-node')!.markdown
  assert.match(start, /^export JETPAY_DATA=\/srv\/jetpay\nexport JETPAY_URL=https:\/\/pay\.example\.com\n/m)
  assert.match(start, /require\('\/srv\/jetpay\/demo\.json'\)/)
  assert.match(elsewhere.get('quick-start-python')!.markdown, /open\('\/srv\/jetpay\/demo\.json'\)/)
  // What tells of the default goes on telling of it.
  assert.equal(elsewhere.get('settings')!.markdown, written.get('settings')!.markdown)
  // A folder that a shell would read as something else is not put into a command.
  assert.match(
    readPages({ url, dataFolder: "/srv/it's $HOME" }).get('quick-start-curl')!.markdown,
    /require\('\.\/var\/demo\.json'\)/,
  )
  const here = `export JETPAY_URL=${platform.url}\n`
  const folder = `require(&#39;${platform.config.dataFolder}/demo.json&#39;)`
  const page = await pageAt('/docs/guide/quick-start-curl')
  assert.ok(page.includes(here) && page.includes(folder), page.slice(page.indexOf('JETPAY_URL')))
  assert.ok((await pageAt('/docs/guide/quick-start-curl.md')).includes(here))
})

/** Of the demo's network and bank, and of Stripe. */
const ofOthers = /^\/(faults|clearing|account_updates|books|bank\/(books|accounts|late_returns)|v1\/events)$/

test('each operation and each command that the guide names is there', () => {
  const shapes = new Set(
    [...endpoints, ...openEndpoints].map(
      ({ method, path }) => `${method} ${path.replaceAll(/\{[^}]+\}/g, '{}')}`,
    ),
  )
  const missing: string[] = []
  for (const [page, { markdown }] of pages) {
    for (const [said, method, path] of markdown.matchAll(
      /`(GET|PUT|POST|PATCH|DELETE) (\/[^`?\s]*)[^`]*`/g,
    )) {
      const shape = path!.replace(/(.)\/$/, '$1').replaceAll(/\{[^}]+\}|<[^>]+>/g, '{}')
      if (!shapes.has(`${method} ${shape}`) && !path!.includes('…') && !ofOthers.test(path!))
        missing.push(`${page}: ${said}`)
    }
    for (const [said, words] of markdown.matchAll(/bin\/jetpay ([a-z][^`\n#|]*)/g)) {
      const command = commands
        .filter(({ name }) => `${words} `.startsWith(`${name} `))
        .toSorted((one, other) => other.name.length - one.name.length)[0]
      // Of a noun alone its help is meant.
      const nouns = commands.map(({ name }) => name.split(' ')[0])
      if (!command && words!.trim() !== 'help' && !nouns.includes(words!.trim()))
        missing.push(`${page}: ${said}`)
      const flags = (command?.options ?? []).map(({ flags }) => flags.split(' ')[0])
      for (const [option] of words!.matchAll(/--[a-z-]+/g))
        if (![...flags, '--json', '--help'].includes(option))
          missing.push(`${page}: ${said} has no ${option}`)
    }
  }
  assert.deepEqual(missing, [])
})
