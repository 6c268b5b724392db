/**
 * Each kind of alarm is raised, explained and found by its name; and so is each kind of what a restore has
 * lost.
 */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { projectFolder } from '../ground/config.ts'
import { itemKinds } from '../recovery/recovery.ts'
import { alarmKinds } from './alarm.ts'

const read = (path: string) => readFileSync(`${projectFolder}/${path}`, 'utf8')
const known: readonly string[] = alarmKinds

test('the page of alarms has a row for each kind, and no other', () => {
  const [, table = ''] = /\n(\| `reversal_unacknowledged`[\s\S]*?)\n\n/.exec(read('docs/clearing.md')) ?? []
  const rows = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, kind]) => kind!)
  assert.deepEqual(rows.sort(), [...known].sort())
})

test('each kind is raised by some part of the program', () => {
  const programs = globSync('src/**/*.ts', {
    cwd: projectFolder,
    exclude: ['**/*.test.ts', 'src/alarms/**', 'src/dashboard/**'],
  }).map(read)
  const raising = programs.filter((text) => /raiseAlarm|\braise\(|callSomeone/.test(text))
  assert.deepEqual(
    known.filter((kind) => !raising.some((text) => text.includes(`'${kind}'`))),
    [],
  )
})

test('each alarm that a page or a rule names is one that there is', () => {
  const pages = [...globSync('docs/*.md', { cwd: projectFolder }), 'README.md'].map(read).join('\n')
  const named = [...pages.matchAll(/\b[Aa]larms? `([a-z_]+)`/g)].map(([, kind]) => kind!)
  assert.ok(named.length >= 10)
  const rules = read('deploy/prometheus/alerts.yaml') + read('deploy/grafana/jetpay-operators.json')
  for (const [, pattern] of rules.matchAll(/jetpay_alarms_open\{kind=~?\\?"([^"\\]+)/g)) {
    const some = new RegExp(`^(${pattern})$`)
    assert.ok(
      known.some((kind) => some.test(kind)),
      pattern,
    )
  }
  assert.deepEqual(
    named.filter((kind) => !known.includes(kind)),
    [],
  )
})

test('the page of restores explains each kind of what is lost, and no other', () => {
  const [, table = ''] = /\n(\| `charge`, `hold`, `refund` \|[\s\S]*?)\n\n/.exec(read('docs/backup.md')) ?? []
  const rows = table
    .split('\n')
    .flatMap((row) => [...row.split('|')[1]!.matchAll(/`(\w+)`/g)].map(([, kind]) => kind!))
  assert.deepEqual(rows.sort(), [...itemKinds].sort())
})
