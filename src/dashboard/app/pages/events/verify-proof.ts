/**
 * Checks a proof (docs/events.md) in the browser, with nothing but its own hashing: the same steps as
 * `src/events/proof.ts`, which the server cannot take for us, since it is the server that is checked.
 */
export type Proof = {
  company_id: string
  event: string
  path: string[]
  block: { first_event_id: number; last_event_id: number; previous_hash: string }
  later: { last_event_id: number; root: string }[]
  checkpoint: { last_event_id: number; hash: string }
}

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

async function sha256(...parts: Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all))
}

/** Eight bytes, big-endian. */
function wide(id: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(id))
  return bytes
}

/** The root that a leaf's path leads to (RFC 9162 section 2.1.3.2); undefined where it leads nowhere. */
async function rootOf(leaf: Uint8Array, index: number, size: number, path: Uint8Array[]) {
  let [node, last, root]: [number, number, Uint8Array] = [index, size - 1, leaf]
  if (index < 0 || index >= size) return undefined
  for (const sibling of path) {
    if (last === 0) return undefined
    if (node % 2 === 1 || node === last) {
      root = await sha256(Uint8Array.of(1), sibling, root)
      while (node % 2 === 0 && node !== 0) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
    } else root = await sha256(Uint8Array.of(1), root, sibling)
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  }
  return last === 0 ? root : undefined
}

/** Whether the page may hash at all: browsers do so on https and on this machine only. */
export const canHash = () => globalThis.crypto?.subtle !== undefined

/** The hash of the last checkpoint that event, path and chain lead to; undefined where they do not fit. */
export async function hashOfProof(proof: Proof): Promise<string | undefined> {
  const id = Number(/^\{"id":([1-9]\d{0,15}),"createdAt":"/.exec(proof.event)?.[1])
  const { first_event_id: first, last_event_id: last, previous_hash } = proof.block
  const leaf = await sha256(Uint8Array.of(0), new TextEncoder().encode(proof.event))
  const root = await rootOf(leaf, id - first, last - first + 1, proof.path.map(bytesOf))
  if (!root) return undefined
  let [hash, from] = [bytesOf(previous_hash), first]
  const company = bytesOf(proof.company_id.replaceAll('-', ''))
  const links = [
    { end: last, root },
    ...proof.later.map((link) => ({ end: link.last_event_id, root: bytesOf(link.root) })),
  ]
  for (const { end, root } of links) {
    hash = await sha256(Uint8Array.of(2), hash, company, wide(from), wide(end), root)
    from = end + 1
  }
  return hexOf(hash)
}
