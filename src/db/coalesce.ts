/**
 * Lets calls that come while statements are under way share the next one: `run` takes many items and returns
 * them in order. With nothing under way an item runs at once and alone, so a single call never waits for
 * company. Another statement is begun beside one that is under way only when a full batch waits: few large
 * statements cost the database less than many small ones (docs/performance.md), and one that is held up by a
 * lock does not hold up all. `onBatch` hears how many share each statement.
 */
export function coalesce<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  { atOnce, batchMax, onBatch }: { atOnce: number; batchMax: number; onBatch?: (size: number) => void },
): (item: Item) => Promise<Result> {
  type QueuedItem = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }
  const queue: QueuedItem[] = []
  let underWay = 0

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

  function next(): void {
    while (queue.length >= (underWay === 0 ? 1 : batchMax) && underWay < atOnce) {
      underWay += 1
      void runBatch(queue.splice(0, batchMax)).finally(() => {
        underWay -= 1
        next()
      })
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject })
      next()
    })
}

/**
 * SQLSTATE classes 22 (data exception) and 23 (integrity constraint violation), and a deadlock, which one row
 * is in with another's.
 */
const isRefusedData = (error: unknown) => /^(2[23]|40P01)/.test((error as { code?: string }).code ?? '')
