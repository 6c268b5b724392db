/** `--help`, which works on no installation. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openCommandLines } from '../../test/command-lines.ts'
import type { Platform } from '../../test/platform.ts'
import { commands, nouns } from './catalogue.ts'

const nowhere = { dataFolder: '/nowhere', databaseUrl: '', mainKeyFile: '/nowhere/key' }
const lines = openCommandLines({ config: nowhere } as Platform)
after(() => lines.close())

test('the help of every command and noun fits a screen of 24 lines of 80', async () => {
  // Each command, and each noun before it: `cards`, `cards export`, `cards export ask`.
  const found = commands.flatMap(({ name }) => {
    const words = name.split(' ')
    return words.map((_, at) => words.slice(0, at + 1).join(' '))
  })
  for (const name of new Set(found)) {
    const { code, out } = await lines.run([...name.split(' '), '--help'])
    assert.equal(code, 0, name)
    const shown = out.trimEnd().split('\n')
    assert.ok(shown.length <= 24, `${name}: ${shown.length} lines`)
    assert.deepEqual(
      shown.filter((line) => line.length > 80),
      [],
      name,
    )
    // It says what it is about in a sentence, and leaves nothing empty.
    assert.match(shown[2]!, /^[A-Z].{9,}[^:]$/, name)
    assert.doesNotMatch(out, /undefined|\.\.$/m, name)
  }
  assert.deepEqual(
    Object.keys(nouns).filter((noun) => !found.includes(noun)),
    [],
  )
})
