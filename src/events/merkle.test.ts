import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { auditPath, leafHash, rootFromPath, sha256, treeRoot } from './merkle.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('the leaf and the node are those of RFC 6962', () => {
  assert.equal(hex(leafHash('')), '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
  const [a, b] = [leafHash('a'), leafHash('b')]
  assert.equal(hex(treeRoot([a, b])), hex(sha256(Buffer.of(1), a, b)))
})

/**
 * The definition of the RFC, written down once more in another way: level by level, an odd one goes up as it
 * is.
 */
function modelRoot(leaves: Uint8Array[]): Uint8Array {
  let level = leaves
  while (level.length > 1) {
    const above: Uint8Array[] = []
    for (let at = 0; at < level.length; at += 2)
      above.push(level[at + 1] === undefined ? level[at]! : sha256(Buffer.of(1), level[at]!, level[at + 1]!))
    level = above
  }
  return level[0]!
}

const contents = fc.array(fc.string({ maxLength: 8 }), { minLength: 1, maxLength: 300, size: 'max' })

test('whatever the leaves, the root is the model’s and every path leads to it from its own place alone', () => {
  fc.assert(
    fc.property(contents, fc.nat(), (texts, seed) => {
      const leaves = texts.map(leafHash)
      const index = seed % leaves.length
      const root = treeRoot(leaves)
      assert.equal(hex(root), hex(modelRoot(leaves)))
      const path = auditPath(leaves, index)
      assert.ok(path.length <= Math.ceil(Math.log2(leaves.length)))
      assert.equal(hex(rootFromPath(leaves[index]!, index, leaves.length, path)!), hex(root))
    }),
    { numRuns: 300 },
  )
})

test('a leaf, a place, a size or a path that was changed leads elsewhere', () => {
  const size = fc.integer({ min: 1, max: 300 })
  fc.assert(
    fc.property(size, fc.nat(), fc.integer({ min: 1, max: 400 }), (count, seed, other) => {
      const leaves = Array.from({ length: count }, (_, at) => leafHash(`event ${at}`))
      const index = seed % count
      const path = auditPath(leaves, index)
      const root = hex(treeRoot(leaves))
      const leads = (leaf: Uint8Array, at: number, of: number, by: Uint8Array[]) => {
        const found = rootFromPath(leaf, at, of, by)
        return found !== null && hex(found) === root
      }
      const leaf = leaves[index]!
      assert.ok(!leads(leafHash('another'), index, count, path))
      assert.ok(!leads(leaf, index, count, [...path, leaf]))
      if (path.length > 0) {
        assert.ok(!leads(leaf, index, count, path.slice(1)))
        assert.ok(!leads(leaf, index, count, path.with(other % path.length, leafHash('another'))))
      }
      const place = (index + other) % count
      if (place !== index) assert.ok(!leads(leaf, place, count, path))
      assert.ok(!leads(leaf, count, count, path))
    }),
    { numRuns: 300 },
  )
})
