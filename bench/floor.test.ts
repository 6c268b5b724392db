import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

test('the floor of the bench is the one that all its figures were taken with', () => {
  const frozen = createHash('sha256').update(read('floor/schema.sql')).update(read('floor/charge.pgbench'))
  assert.equal(
    frozen.digest('hex'),
    'a097ab384e518c7ff342feee5cd130962dce9d68cabd15ef08b7975fd7db9ff4',
    'a changed floor voids every figure in docs/performance.md: put it back, or measure them all again',
  )
})

test('the floor knows nothing of the product', () => {
  assert.doesNotMatch(read('floor.ts'), /from '\.\.?\/(?!floor\/)/)
})
