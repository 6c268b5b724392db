import type { Cell } from './cells.ts'

/** A cell that is well answers in milliseconds. */
const ANSWER_MS = 3_000
/** As long as a cell itself remembers them. */
const REMEMBERED_MS = 5_000

type Keys = { kid: string }[]

/**
 * The keys that sign webhooks, of all cells: a receiver asks at one address, whichever cell delivers. Of a
 * cell that does not answer the ones that it had last, or none: it delivers nothing either, and who meets a
 * key that is not there asks again. `whole` is whether each cell has told its own. Throws where none has.
 */
export function openMergedKeys(
  cells: () => Promise<Cell[]>,
): () => Promise<{ text: string; whole: boolean }> {
  const last = new Map<string, { keys: Keys; until: number }>()

  async function keysOf({ cell_id, api_url }: Cell): Promise<Keys> {
    const known = last.get(cell_id)
    if (known && known.until > performance.now()) return known.keys
    try {
      const answer = await fetch(`${api_url}/.well-known/jwks.json`, {
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      if (!answer.ok) throw new Error(`cell ${cell_id} answered ${answer.status} for its keys`)
      const { keys } = (await answer.json()) as { keys: Keys }
      last.set(cell_id, { keys, until: performance.now() + REMEMBERED_MS })
      return keys
    } catch (error) {
      if (known) return known.keys
      throw error
    }
  }

  return async () => {
    const told = await Promise.allSettled((await cells()).map(keysOf))
    const found = told.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    if (found.length === 0) throw new Error('no cell has told its keys')
    const text = JSON.stringify({ keys: [...new Map(found.flat().map((key) => [key.kid, key])).values()] })
    return { text, whole: found.length === told.length }
  }
}
