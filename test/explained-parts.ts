import assert from 'node:assert/strict'

/** Minor units of an amount's own text. */
export const minor = (amount: unknown) => BigInt(Math.round(Number(amount) * 100))

/** All parts of an explanation, page by page; each page says so far, and the last that it adds up. */
export async function readParts(
  get: (path: string) => Promise<any>,
  path: string,
): Promise<{ amount: bigint; parts: any[]; level: string }> {
  const parts: any[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const after = cursor && `&cursor=${encodeURIComponent(cursor)}`
    const page = await get(`${path}${path.includes('?') ? '&' : '?'}limit=3${after}`)
    parts.push(...page.data)
    const sum = parts.reduce((sum, { amount }) => sum + minor(amount), 0n)
    assert.equal(minor(page.sum), sum, path)
    if (page.next_cursor === null) {
      assert.equal(page.adds_up, true, `${path}: ${page.sum} is not ${page.amount}`)
      assert.equal(sum, minor(page.amount), path)
      return { amount: sum, parts, level: page.level }
    }
    assert.equal(page.adds_up, null)
    cursor = page.next_cursor
  }
  assert.fail('no last page')
}

/** It is of this amount, and adds up; a dispute in it opens further, and to no other amount. */
export async function readWhole(
  get: (path: string) => Promise<any>,
  path: string,
  amount: number,
): Promise<any> {
  const told = await get(path)
  assert.deepEqual([told.amount, told.adds_up], [amount, true], path)
  const [{ key, explain }] = told.data
  if (key === 'dispute') await readWhole(get, explain, amount)
  return told
}
