import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { PassThrough } from 'node:stream'
import { after, before, beforeEach, test } from 'node:test'
import { until } from '../../test/platform.ts'
import { openLogFile } from './log-file.ts'

let folder: string
let path: string
let said: string[]
before(() => {
  folder = mkdtempSync(`${tmpdir()}/jetpay-logs-`)
})
after(() => rmSync(folder, { recursive: true }))
let logs = 0
beforeEach(() => {
  path = `${folder}/${logs++}/role.log`
  said = []
})

function open(bytesMax?: number) {
  const output = new PassThrough()
  openLogFile(path, (line) => said.push(line), bytesMax).take(output)
  return (line: string) => output.write(line)
}

const inFile = async (name: string, text: string) => {
  try {
    return readFileSync(name, 'utf8') === text
  } catch {
    return false
  }
}

test('a log is its user’s alone, turned over at its bound, and one older file is kept', async () => {
  const write = open(10)
  for (const line of ['one 4567\n', 'two 4567\n', 'three 67\n']) write(line)
  await until('the last line', () => inFile(path, 'three 67\n'))
  assert.ok(await inFile(`${path}.1`, 'two 4567\n'))
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.equal(statSync(dirname(path)).mode & 0o777, 0o700)
})

test('a log that was removed is turned over and written anew, and so is one whose folder was removed', async () => {
  const write = open(10)
  write('one 4567\n')
  await until('the first line', () => inFile(path, 'one 4567\n'))
  rmSync(path)
  write('two 4567\n')
  await until('the second line', () => inFile(path, 'two 4567\n'))
  rmSync(dirname(path), { recursive: true })
  write('three 67\n')
  await until('the third line', () => inFile(path, 'three 67\n'))
  assert.deepEqual(said, [])
})

test('a line that does not fit a log is found in its new file soon after the old one was removed', async () => {
  const write = open()
  write('first\n')
  await until('the first line', () => inFile(path, 'first\n'))
  rmSync(path)
  await until('a file again', async () => {
    write('x')
    return statSync(path, { throwIfNoEntry: false }) !== undefined
  })
})

// Linux has a device that is always full.
if (process.platform === 'linux') {
  test('on a full disk lines are dropped and that is said once; they are written again once there is room', async () => {
    const write = open()
    write('before\n')
    await until('the line before', () => inFile(path, 'before\n'))
    rmSync(path)
    symlinkSync('/dev/full', path)
    await until('a line that is lost', async () => {
      write('lost\n')
      return said.length > 0
    })
    for (let lost = 0; lost < 20; lost++) write('lost\n')
    assert.match(said[0]!, /^\S+role\.log cannot be written \(ENOSPC\): what it would say is lost\.$/)
    rmSync(path)
    write('after\n')
    await until('the line after', () => inFile(path, 'after\n'))
    assert.match(said[1]!, /^\S+role\.log is written again; \d+ bytes of it were lost\.$/)
    assert.equal(said.length, 2)
  })
}
