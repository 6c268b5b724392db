/** The names of sealing keys, and how what they sealed says by which. */
export const FIRST_SEALING_KEY = 'sealing_key'
export const SEALING_KEY = /^sealing_key(_([2-9]|[1-9]\d+))?$/

export const generationOf = (name: string): number => Number(name.split('_')[2] ?? 1)

/** The key that follows those that there are. */
export const nameAfter = (names: readonly string[]): string =>
  `${FIRST_SEALING_KEY}_${Math.max(1, ...names.map(generationOf)) + 1}`

const MAGIC = Buffer.from('9e6a70736c01', 'hex')

/** What stands before the nonce: nothing for the first key, of whose time there was no other. */
export function prefixOf(name: string): Buffer {
  const generation = generationOf(name)
  if (generation === 1) return Buffer.alloc(0)
  const number = Buffer.alloc(2)
  number.writeUInt16BE(generation)
  return Buffer.concat([MAGIC, number])
}
