import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  type ClearingHeader,
  type ClearingRecord,
  readClearingFile,
  writeClearingFile,
} from './clearing-file.ts'

const header: ClearingHeader = {
  networkId: 'JETPAYNET',
  acquirerId: '400555',
  sequence: 42,
  businessDate: '2026-01-31',
  cutoffAt: new Date('2026-02-01T00:00:00.417Z'),
  createdAt: new Date('2026-02-01T00:00:01.002Z'),
}

const sale: ClearingRecord = {
  line: 1,
  kind: 'sale',
  rrn: '603100000042',
  stan: '000042',
  transmission: '0131184502',
  authorizationCode: '004711',
  last4: '4242',
  currency: 'CAD',
  amount: 10050n,
  capturedAt: new Date('2026-01-31T18:45:02.318Z'),
  reason: null,
}

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
