/** What docs/guide/your-own-postgresql.md has its reader run, on a server with an administrator. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { samplesOf } from '../../test/guide/samples.ts'
import { databaseUrl, type Installation } from '../db/provision.ts'
import { projectFolder } from '../ground/config.ts'
import { newSecret } from '../ground/ids.ts'

const at = JSON.parse(process.env.JETPAY_TEST_INSTALLATION!) as Installation
const name = `guide_${process.pid}`
const folder = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER}/own-`)
const adminUrl = databaseUrl(at, 'postgres', at.adminPassword, 'postgres')

let admin: pg.Client
before(async () => {
  admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  const url = (side: string) => databaseUrl(at, `${name}_${side}`, newSecret(), `${name}_${side}`)
  for (const [file, content] of [
    ['admin-url', adminUrl],
    ['main-url', url('main')],
    ['vault-url', url('vault')],
  ] as const)
    writeFileSync(`${folder}/${file}`, content, { mode: 0o600 })
})
after(async () => {
  for (const side of ['main', 'vault']) {
    await admin.query(`drop database if exists ${name}_${side} with (force)`)
    await admin.query(`drop role if exists ${name}_${side}`)
  }
  await admin.end()
})

/** As its reader runs it; what it has printed. */
function runSample(): string {
  const [sample] = samplesOf('docs/guide/your-own-postgresql.md', 'sh')
  return execFileSync('/bin/sh', ['-e', '-c', sample!.source], {
    cwd: projectFolder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, SECRETS: folder, JETPAY_DATA: `${folder}/data` },
  })
}

test('the sample makes both databases with their tables and the demo’s company, and a second time changes nothing', () => {
  const first = runSample()
  assert.match(first, new RegExp(`main +user ${name}_main +made`))
  assert.match(first, new RegExp(`vault +database ${name}_vault +made`))
  assert.match(first, /0001_foundation\.sql/)
  const demo = () => JSON.parse(readFileSync(`${folder}/data/demo.json`, 'utf8'))
  const { api_token } = demo()
  assert.match(api_token, /^jp_demo_/)
  const again = runSample()
  assert.match(again, new RegExp(`main +user ${name}_main +was there`))
  assert.doesNotMatch(again, /made|0001_foundation/)
  assert.equal(demo().api_token, api_token)
})
