/**
 * Merkle trees as RFC 6962 section 2.1 has them (the same in RFC 9162 section 2.1): SHA-256, leaves hashed
 * with the prefix 0x00 and inner nodes with 0x01, so that neither passes for the other; a tree of n leaves
 * splits at the largest power of two below n.
 */
import { hash } from 'node:crypto'

export const HASH_BYTES = 32
const LEAF = Buffer.of(0)
/** The one text that inner nodes are hashed of, written anew for each: 0x01, left, right. */
const nodeText = Buffer.alloc(1 + 2 * HASH_BYTES, 1)

export const sha256 = (...parts: Uint8Array[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer')
export const leafHash = (content: string) => sha256(LEAF, Buffer.from(content))
function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeText.set(left, 1)
  nodeText.set(right, 1 + HASH_BYTES)
  return hash('sha256', nodeText, 'buffer')
}

/** The largest power of two below `size`, which is 2 or more. */
const splitOf = (size: number) => 2 ** (31 - Math.clz32(size - 1))

const halves = (leaves: Uint8Array[]) => {
  const split = splitOf(leaves.length)
  return [leaves.slice(0, split), leaves.slice(split)] as const
}

/** The root over at least one leaf hash (RFC 6962 section 2.1, MTH). */
export function treeRoot(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0]!
  const [left, right] = halves(leaves)
  return nodeHash(treeRoot(left), treeRoot(right))
}

/** The hashes that lead from the leaf at `index` to the root, lowest first (RFC 6962 section 2.1.1, PATH). */
export function auditPath(leaves: Uint8Array[], index: number): Uint8Array[] {
  if (leaves.length === 1) return []
  const [left, right] = halves(leaves)
  return index < left.length
    ? [...auditPath(left, index), treeRoot(right)]
    : [...auditPath(right, index - left.length), treeRoot(left)]
}

/**
 * The root that this leaf and path lead to in a tree of `size` leaves (RFC 9162 section 2.1.3.2). Null where
 * no tree of that size has a path of that length there.
 */
export function rootFromPath(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: Uint8Array[],
): Uint8Array | null {
  if (!Number.isInteger(index) || !Number.isInteger(size) || index < 0 || index >= size) return null
  let node = index
  let last = size - 1
  let root = leaf
  for (const sibling of path) {
    if (last === 0) return null
    if (node % 2 === 1 || node === last) {
      root = nodeHash(sibling, root)
      // A right edge without siblings goes up until it is a right child.
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2)
        last = Math.floor(last / 2)
      }
    } else {
      root = nodeHash(root, sibling)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? root : null
}
