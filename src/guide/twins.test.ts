/** What programs read of the guide: Markdown twins, and the lists of them. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { addressOf, readPages } from './pages.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const pages = readPages()
const addresses = [...pages.keys()].map(addressOf)
/** What each address has answered: most are linked to from dozens of pages. */
const read = new Map<string, string>()
async function pageAt(address: string): Promise<string> {
  const known = read.get(address)
  if (known !== undefined) return known
  const answer = await fetch(platform.url + address)
  assert.equal(answer.status, 200, address)
  const text = await answer.text()
  read.set(address, text)
  return text
}

test('each page has a Markdown twin at its address and .md, whose links lead to twins', async () => {
  for (const address of addresses) {
    const text = await pageAt(`${address}.md`)
    assert.match(await pageAt(address), new RegExp(`<link rel="alternate"[^>]* href="${address}\\.md">`))
    for (const [, href] of text
      .replaceAll(/^```[\s\S]*?^```$/gm, '')
      .matchAll(/\]\((\/docs\/guide[^)#]*)[^)]*\)/g)) {
      assert.match(href!, /\.md$|\/images\//, `${address} to ${href}`)
      await pageAt(href!)
    }
    for (const [, image] of text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)) {
      const answer = await fetch(new URL(image!, platform.url + address))
      assert.match(answer.headers.get('content-type')!, /^image\//, `${address} shows ${image}`)
    }
  }
})

test('llms.txt lists every page with what it is about, and llms-full.txt has the text of all but the optional ones', async () => {
  const [list, full] = [await pageAt('/llms.txt'), await pageAt('/llms-full.txt')]
  const entries = [...list.matchAll(/^- \[[^\]]+\]\(([^)]+)\): (.+)$/gm)]
  assert.deepEqual(
    entries.map(([, twin]) => twin).toSorted(),
    addresses.map((address) => `${platform.url}${address}.md`).toSorted(),
  )
  for (const [line, , about] of entries) {
    assert.ok(about!.length >= 10 && about!.length <= 250, line)
    assert.doesNotMatch(about!, /[`*[\]|]|:$/, line)
  }
  const optional = list.split('\n## Optional\n')[1]!
  for (const [, twin] of entries)
    assert.notEqual(full.includes(`\nSource: ${twin}\n`), optional.includes(`(${twin})`), twin)
  assert.ok(full.includes(pages.get('going-live')!.markdown.slice(0, 100)))
})
