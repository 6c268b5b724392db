import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { header, sale } from '../../test/clearing-example.ts'
import { readClearingFile, writeClearingFile } from './clearing-file.ts'

/** The collector that `--expose-gc` gives, so that what is measured is memory in use. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc')
}

test('a million details come in batches of at most 1,000 and do not grow the memory', async () => {
  const collectGarbage = garbageCollector()
  const total = 1_000_000
  function* million() {
    for (let line = 1; line <= total; line++) yield { ...sale, line }
  }
  async function* stream() {
    let text = ''
    for (const line of writeClearingFile(header, million())) {
      text += line
      if (text.length < 65_536) continue
      yield Buffer.from(text, 'latin1')
      text = ''
    }
    yield Buffer.from(text, 'latin1')
  }
  let seen = 0
  let [largest, lowest, highest] = [0, Number.POSITIVE_INFINITY, 0]
  const { records, totals } = await readClearingFile(stream(), {
    header: async () => {},
    async records(batch) {
      seen += batch.length
      largest = Math.max(largest, batch.length)
      if (seen % 50_000 !== 0) return
      collectGarbage()
      const { heapUsed, arrayBuffers } = process.memoryUsage()
      lowest = Math.min(lowest, heapUsed + arrayBuffers)
      highest = Math.max(highest, heapUsed + arrayBuffers)
    },
  })
  assert.deepEqual([seen, records, largest], [total, total, 1_000])
  assert.deepEqual(totals, [{ currency: 'CAD', paidToUs: 10050n * BigInt(total), takenFromUs: 0n }])
  // The file has 101 MB, and its records as objects would have more than 300 MB.
  assert.ok(highest - lowest < 8 * 1024 * 1024, `${highest - lowest} bytes`)
})
