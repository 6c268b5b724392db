import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textCell, toLine } from './csv.ts'

test('a text that a sheet would take for a formula stands behind an apostrophe, whatever begins it', () => {
  for (const begin of ['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠'])
    assert.equal(textCell(`${begin}1`), `'${begin}1`)
  for (const begin of ['\n', '\r']) assert.equal(textCell(`${begin}=1`), `"'${begin}=1"`)
  assert.equal(toLine([textCell(null), textCell('a "b", c')]), ',"a ""b"", c"\r\n')
})
