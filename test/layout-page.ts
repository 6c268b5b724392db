/** Tables of a file's records in docs/, held to the layout that the program reads by. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { projectFolder } from '../src/ground/config.ts'

type Layout = readonly { name: string; length: number }[]

/**
 * Each table of the page, by its mark `<!-- layout: … -->`, has every position; a record is 100 characters.
 */
export async function pageHasLayouts(page: string, layouts: Record<string, Layout>): Promise<void> {
  const text = await readFile(`${projectFolder}/${page}`, 'utf8')
  for (const [name, layout] of Object.entries(layouts)) {
    const table = text.split(`<!-- layout: ${name} -->`)[1]?.split('\n\n')[0] ?? ''
    const rows = table
      .trim()
      .split('\n')
      .slice(2)
      .map((row) => row.split('|').map((cell) => cell.trim()))
    let position = 1
    const expected = layout.map(({ name, length }) => {
      position += length
      return [position - length, length, name]
    })
    assert.deepEqual(
      rows.map(([, position, length, , field]) => [Number(position), Number(length), field]),
      expected,
    )
    assert.equal(position, 101)
  }
}
