import assert from 'node:assert/strict'
import { test } from 'node:test'
import { routeOf } from './page.ts'
import { pages } from './pages.ts'

test('no two pages have the same address or the same key', () => {
  const routes = pages.map(([page]) => routeOf(page))
  assert.deepEqual([...new Set(routes)], routes)
  const keys = pages.flatMap(([{ key }]) => key ?? [])
  assert.deepEqual([...new Set(keys)], keys)
})
