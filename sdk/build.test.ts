/** The package that is published: JavaScript and types, without anything that only Node has. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { projectFolder } from '../src/ground/config.ts'

const app = mkdtempSync(`${tmpdir()}/jetpay-sdk-`)
const built = `${app}/node_modules/@jetpay/sdk`
before(() => {
  mkdirSync(`${app}/node_modules/@jetpay`, { recursive: true })
  symlinkSync(`${projectFolder}/node_modules/jose`, `${app}/node_modules/jose`)
  execFileSync(process.execPath, [`${projectFolder}/sdk/build.ts`, built])
})
after(() => rmSync(app, { recursive: true, force: true }))

test('it is imported by its name, with every function that the source has', async () => {
  const program = "console.log(Object.keys(await import('@jetpay/sdk/webhooks')).join())"
  const names = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: app,
    encoding: 'utf8',
  })
  assert.equal(names.trim(), Object.keys(await import('./webhooks/webhooks.ts')).join())
})

test('its files import each other and jose alone, and it has types', () => {
  const files = readdirSync(`${built}/webhooks`)
  const imported = files
    .filter((name) => name.endsWith('.js'))
    .flatMap((name) => [...readFileSync(`${built}/webhooks/${name}`, 'utf8').matchAll(/from '([^']+)'/g)])
    .map(([, from]) => from!)
  assert.ok(imported.length > 5)
  assert.deepEqual([...new Set(imported.filter((from) => !/^\.\/[a-z-]+\.js$/.test(from)))], ['jose'])
  const { exports } = JSON.parse(readFileSync(`${built}/package.json`, 'utf8'))
  for (const path of Object.values<string>(exports['./webhooks']))
    assert.ok(existsSync(`${built}/${path}`), path)
})
