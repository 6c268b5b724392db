/**
 * What the api answers to whoever has no token is a list, docs/security.md: what is new is on it, or asks for
 * a token.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { buildApi } from '../src/api.ts'
import { projectFolder } from '../src/ground/config.ts'
import { type Platform, startPlatform } from './platform.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

type Row = { method: string; path: string; demoOnly: boolean }

/** The rows of the table of the api, `| GET | /path | what it gives |`. */
function listed(): Row[] {
  const page = readFileSync(`${projectFolder}/docs/security.md`, 'utf8')
  const section = /^### Of the api$([\s\S]*?)^### /m.exec(page)![1]!
  return [...section.matchAll(/^\| (GET|POST) \| `([^`]+)` \| (.*) \|$/gm)].map(
    ([, method, path, gives]) => ({ method: method!, path: path!, demoOnly: gives!.includes('Demo only') }),
  )
}

const matches = (row: Row, { method, url }: { method: string; url: string }) =>
  row.method === method &&
  new RegExp(
    `^${row.path
      .replaceAll(/[.]/g, '\\.')
      .replaceAll('*', '[^/]+')
      .replaceAll(/\{\w+\}/g, ':\\w+')}$`,
  ).test(url)

for (const environment of ['demo', 'live'] as const)
  test(`each route of the ${environment} api asks for a token, or is on the list of those that do not`, async () => {
    const routes: { method: string; url: string }[] = []
    const context = { ...platform.context, config: { ...platform.config, environment } }
    const api = await buildApi(context, ({ method, url }) => {
      for (const one of [method].flat()) routes.push({ method: one, url })
    })
    const anonymous: typeof routes = []
    for (const [at, route] of routes.entries()) {
      if (route.method === 'HEAD' || route.method === 'OPTIONS') continue
      // Each from an address of its own, so that none is refused for the failures of the others.
      const { statusCode } = await api.inject({
        method: route.method as 'GET',
        url: route.url.replaceAll(/:\w+/g, '0197d3a0-0000-7000-8000-000000000000').replace('*', 'x'),
        remoteAddress: `10.0.${at >> 8}.${at & 255}`,
      })
      if (statusCode !== 401) anonymous.push(route)
    }
    await api.close()
    const table = listed()
    assert.deepEqual(
      anonymous.filter((route) => !table.some((row) => matches(row, route))),
      [],
    )
    assert.deepEqual(
      table.filter(
        (row) => !anonymous.some((route) => matches(row, route)) && (environment === 'demo' || !row.demoOnly),
      ),
      [],
    )
    assert.ok(routes.length > 100)
  })
