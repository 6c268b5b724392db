import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { projectFolder } from '../ground/config.ts'
import { headerLayout, totalLayout, trailerLayout } from './clearing-envelope.ts'
import { detailLayout } from './clearing-record.ts'

test('the page that describes the layout has every position as it is', async () => {
  const page = await readFile(`${projectFolder}/docs/clearing-file.md`, 'utf8')
  const all = { header: headerLayout, detail: detailLayout, total: totalLayout, trailer: trailerLayout }
  for (const [name, layout] of Object.entries(all)) {
    const table = page.split(`<!-- layout: ${name} -->`)[1]!.split('\n\n')[0]!
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
})
