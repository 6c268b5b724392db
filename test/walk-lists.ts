/**
 * A list read page by page is the list read whole: nothing twice, nothing left out, and the last page says
 * so.
 */
import assert from 'node:assert/strict'
import type { Endpoint } from '../src/http/endpoint.ts'

type Read = (query: Record<string, string>) => Promise<{ status: number; text: string; body: any }>

/** Rows that one list has at least, so that it has a second page. */
const ROWS = 2
/** Pages of one row that are walked at most: the stage has far fewer. */
const PAGES_MAX = 200

/** Walks one list in pages of one and of two rows; each is held against the whole. */
export async function walkList({ operationId }: Endpoint, read: Read): Promise<void> {
  // What is explained adds up page by page instead, which src/explain/explain.test.ts walks.
  if (operationId.startsWith('explain_')) return
  const whole = (await read({ limit: '100' })).body
  assert.ok(whole.data.length >= ROWS, `${operationId} has ${whole.data.length} rows`)
  for (const limit of [1, 2]) {
    const rows: unknown[] = []
    let place: Record<string, string> = {}
    for (let pages = 1; ; pages++) {
      const { status, text, body } = await read({ limit: String(limit), ...place })
      assert.equal(status, 200, `${operationId}: ${text}`)
      assert.ok(
        body.data.length <= limit,
        `${operationId} has ${body.data.length} rows on a page of ${limit}`,
      )
      rows.push(...body.data)
      const next = body.next_cursor ?? body.next_before ?? null
      if (next === null) break
      assert.equal(body.data.length, limit, `${operationId}: a page that is not the last is full`)
      assert.ok(pages < PAGES_MAX, `${operationId} has no last page`)
      place = { ['next_before' in body ? 'before' : 'cursor']: String(next) }
    }
    assert.deepEqual(rows, whole.data, `${operationId} in pages of ${limit}`)
  }
}
