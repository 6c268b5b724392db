/** How long a lane rests at most: no longer than a charge may be held up for others' sake. */
export const REST_MAX_MS = 5
/**
 * A rest is as long as the statement took for each eight that shared it, up to twice as long: who comes by
 * few hardly waits, and at full load, where the processors are what is short, more share each.
 */
const SHARED_PER_REST = 8
const RESTS_MAX = 2
/** Less is not worth a timer. */
const REST_MIN_MS = 0.5

/**
 * Lets calls that come while statements are under way share the next one: `run` takes many items and returns
 * them in order. Few large statements cost the database less than many small ones (docs/performance.md), so
 * after each there is a rest, in which more come to share the next, unless half a batch waits already. A
 * single call never waits for company: with nothing under way, and after the rest, it runs at once and alone.
 * Another statement is begun beside one that is under way only when a full batch waits, so that one that is
 * held up by a lock does not hold up all. `onBatch` hears how many share each statement. `together`: what
 * one event brings (a chunk of many questions) shares its first statement too, which is begun when that
 * event has been taken in, before the next one is.
 */
export function coalesce<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  {
    atOnce,
    batchMax,
    onBatch,
    together = false,
  }: { atOnce: number; batchMax: number; onBatch?: (size: number) => void; together?: boolean },
): (item: Item) => Promise<Result> {
  type QueuedItem = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }
  const queue: QueuedItem[] = []
  let underWay = 0
  let resting: NodeJS.Timeout | undefined

  async function runBatch(batch: QueuedItem[]): Promise<void> {
    onBatch?.(batch.length)
    try {
      const results = await run(batch.map(({ item }) => item))
      for (const [at, { resolve }] of batch.entries()) resolve(results[at]!)
    } catch (error) {
      // One bad row must not fail its neighbours. Only where the database refused the data: then nothing was
      // done.
      if (batch.length > 1 && isRefusedData(error)) for (const one of batch) await runBatch([one])
      else for (const { reject } of batch) reject(error)
    }
  }

  const enough = () => (underWay > 0 ? batchMax : resting ? batchMax / 2 : 1)

  function next(): void {
    while (queue.length >= enough() && underWay < atOnce) {
      underWay += 1
      clearTimeout(resting)
      resting = undefined
      const begunAt = performance.now()
      const batch = queue.splice(0, batchMax)
      void runBatch(batch).finally(() => {
        underWay -= 1
        rest((performance.now() - begunAt) * Math.min(batch.length / SHARED_PER_REST, RESTS_MAX))
        next()
      })
    }
  }

  function rest(ms: number): void {
    clearTimeout(resting)
    resting = undefined
    if (ms < REST_MIN_MS) return
    const over = () => {
      resting = undefined
      next()
    }
    resting = setTimeout(over, Math.min(ms, REST_MAX_MS))
  }

  let coming = false
  const allHaveCome = () => {
    coming = false
    next()
  }
  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject })
      if (!together) return next()
      if (coming) return
      coming = true
      queueMicrotask(allHaveCome)
    })
}

/**
 * SQLSTATE classes 22 (data exception) and 23 (integrity constraint violation), and a deadlock, which one row
 * is in with another's.
 */
const isRefusedData = (error: unknown) => /^(2[23]|40P01)/.test((error as { code?: string }).code ?? '')
