import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pageHasLayouts } from '../../../test/layout-page.ts'
import type { AccountUpdate } from '../card-network.ts'
import { printUpdateFile, readUpdateFile } from './update-file.ts'
import { detailLayout, headerLayout, trailerLayout, UpdateFileError } from './update-layout.ts'

test('the page that describes the layout has every position as it is', () =>
  pageHasLayouts('docs/account-updates.md', {
    header: headerLayout,
    detail: detailLayout,
    trailer: trailerLayout,
  }))

const updates: AccountUpdate[] = [
  {
    reason: 'new_number',
    number: '378282246310005',
    newNumber: '4000000000930026',
    expiryMonth: 12,
    expiryYear: 2049,
  },
  { reason: 'new_expiry', number: '6011111111111117', expiryMonth: 1, expiryYear: 2030 },
  { reason: 'closed', number: '5555550000930042' },
]
const header = {
  networkId: 'JETPAYNET',
  acquirerId: '400555',
  sequence: 42,
  createdAt: new Date('2026-02-01T00:00:00.417Z'),
}

test('a file is read as it was made', () => {
  const bytes = printUpdateFile(header, updates)
  const file = readUpdateFile(bytes)
  assert.deepEqual(file.header, header)
  assert.equal(file.records, 3)
  assert.deepEqual([1, 2, 3].map(file.update), updates)
  assert.equal(readUpdateFile(printUpdateFile(header, [])).records, 0)
})

test('whatever one byte of it is made, the file is refused whole, and what is said has no digit of a number', () => {
  const bytes = printUpdateFile(header, updates)
  const numbers = updates.flatMap((of) => ('newNumber' in of ? [of.number, of.newNumber] : [of.number]))
  for (let at = 0; at < bytes.length; at++) {
    for (const other of [0x00, 0x0a, 0x20, 0x35, 0x41, 0xff]) {
      const changed = Buffer.from(bytes)
      if (changed[at] === other) continue
      changed[at] = other
      assert.throws(
        () => readUpdateFile(changed),
        (error) => {
          assert.ok(error instanceof UpdateFileError, `${at}`)
          for (const number of numbers) assert.ok(!error.message.includes(number.slice(0, 8)))
          return true
        },
      )
    }
  }
})

test('a file that is cut anywhere, or goes on, is refused', () => {
  const bytes = printUpdateFile(header, updates)
  for (let length = 0; length < bytes.length; length++)
    assert.throws(() => readUpdateFile(bytes.subarray(0, length)), UpdateFileError)
  for (const more of ['\n', ' ', bytes.subarray(101, 202).toString('latin1')])
    assert.throws(() => readUpdateFile(Buffer.concat([bytes, Buffer.from(more)])), UpdateFileError)
})
