/** Whose secret files are believed to be secret: `private-file.ts`. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, test } from 'node:test'
import { readersOf } from './settings/readers.ts'

const folder = mkdtempSync(`${tmpdir()}/jetpay-private-`)
chmodSync(folder, 0o755)
after(() => rmSync(folder, { recursive: true }))

const made = (name: string, mode: number) => {
  const file = `${folder}/${name}`
  writeFileSync(file, 'secret\n')
  chmodSync(file, mode)
  return file
}

for (const [mode, taken] of [
  [0o600, true],
  [0o400, true],
  [0o640, false],
  [0o604, false],
  [0o620, false],
] as const)
  test(`a secret of this user’s own, of mode ${mode.toString(8)}, is ${taken ? 'taken' : 'refused'}`, () => {
    const read = () => readersOf({ DATABASE_URL_FILE: made(`own-${mode}`, mode) }).secret('DATABASE_URL')
    if (taken) assert.equal(read(), 'secret')
    else assert.throws(read, /can be read by others; run: chmod 600/)
  })

const isRoot = process.getuid?.() === 0

for (const [what, mode, owner, group, refused] of [
  ['root’s, for this group, which a cluster hands', 0o440, 0, 10_001, false],
  ['root’s, that everybody reads', 0o444, 0, 10_001, true],
  ['root’s, that the group may write', 0o460, 0, 10_001, true],
  ['root’s, for another group', 0o440, 0, 10_002, true],
  ['this user’s, that its group reads', 0o640, 10_001, 10_001, true],
  ['another user’s, for this group', 0o440, 10_002, 10_001, true],
] as const)
  test(`a secret that is ${what}, is ${refused ? 'refused' : 'taken'}`, (t) => {
    if (!isRoot) return t.skip('only root can make files of others')
    const file = made(`handed-${mode}-${owner}-${group}`, mode)
    chownSync(file, owner, group)
    const program = `import { statSync } from 'node:fs'
      import { othersCanRead } from '${import.meta.dirname}/private-file.ts'
      console.log(othersCanRead(statSync('${file}')))`
    const words = ['--input-type=module', '--eval', program]
    const { stdout, stderr } = spawnSync(process.execPath, words, {
      uid: 10_001,
      gid: 10_001,
      encoding: 'utf8',
    })
    assert.equal(stdout.trim(), String(refused), stderr)
  })
