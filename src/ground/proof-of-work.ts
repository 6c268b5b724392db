/**
 * A proof of work: a number that, written after a challenge, has a hash (SHA-256) which begins with so many
 * zero bits. Whoever asks has to look for it, some 2^bits tries; whoever checks hashes once. It runs in the
 * browser, so it imports nothing, and hashes by itself: `crypto.subtle` answers each hash a turn later.
 */

const K = /* @__PURE__ */ (() => {
  const words = new Int32Array(64)
  let at = 0
  for (let n = 2; at < 64; n++) {
    let prime = true
    for (let by = 2; by * by <= n; by++) if (n % by === 0) prime = false
    if (prime) words[at++] = ((Math.cbrt(n) % 1) * 2 ** 32) | 0
  }
  return words
})()
const START = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
] as const

/** Made once: a search hashes some hundred thousand texts. */
const words = new Int32Array(32)
const w = new Int32Array(64)
const state = new Int32Array(8)
const turned = (x: number, by: number) => (x >>> by) | (x << (32 - by))

/** Of the text's SHA-256 the first 32 bits, as a signed number; ASCII texts of at most 119 characters. */
export function firstWord(text: string): number {
  const blocks = text.length > 55 ? 2 : 1
  words.fill(0)
  for (let at = 0; at < text.length; at++) words[at >> 2]! |= text.charCodeAt(at) << (24 - 8 * (at & 3))
  words[text.length >> 2]! |= 0x80 << (24 - 8 * (text.length & 3))
  words[16 * blocks - 1] = text.length * 8
  state.set(START)
  for (let block = 0; block < blocks; block++) {
    for (let t = 0; t < 64; t++) {
      if (t < 16) w[t] = words[16 * block + t]!
      else {
        const early = w[t - 15]!
        const late = w[t - 2]!
        const s0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3)
        const s1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10)
        w[t] = w[t - 16]! + s0 + w[t - 7]! + s1
      }
    }
    let a = state[0]!
    let b = state[1]!
    let c = state[2]!
    let d = state[3]!
    let e = state[4]!
    let f = state[5]!
    let g = state[6]!
    let h = state[7]!
    for (let t = 0; t < 64; t++) {
      const one =
        (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[t]! + w[t]!) | 0
      const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
      h = g
      g = f
      f = e
      e = (d + one) | 0
      d = c
      c = b
      b = a
      a = (one + two) | 0
    }
    state[0]! += a
    state[1]! += b
    state[2]! += c
    state[3]! += d
    state[4]! += e
    state[5]! += f
    state[6]! += g
    state[7]! += h
  }
  return state[0]!
}

/** How many bits a challenge asks for: it begins with them. At most 32. */
export const bitsOf = (challenge: string): number => Number(challenge.slice(0, challenge.indexOf('.')))

export const proves = (challenge: string, answer: number): boolean =>
  Math.clz32(firstWord(`${challenge}.${answer}`)) >= bitsOf(challenge)

/** The page stays alive in between: keys and screen readers are heard. */
const SLICE_MS = 12

/** Looks for the answer, a slice at a time. */
export async function solve(challenge: string): Promise<number> {
  const { port1, port2 } = new MessageChannel()
  try {
    for (let answer = 0; ; ) {
      const until = performance.now() + SLICE_MS
      while (performance.now() < until)
        for (const end = answer + 64; answer < end; answer++) if (proves(challenge, answer)) return answer
      // A message is the soonest turn that lets everything else go first; a timer of a hidden page waits a
      // second.
      await new Promise((resolve) => {
        port1.onmessage = resolve
        port2.postMessage(null)
      })
    }
  } finally {
    port1.close()
  }
}
