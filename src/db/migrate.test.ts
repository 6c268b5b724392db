import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freePort } from '../ground/free-port.ts'
import { migrate } from './migrate.ts'

test('a database that is away is one line that names its setting, and neither its address nor its password', async () => {
  const url = `postgres://jetpay:pass-4711@127.0.0.1:${await freePort('127.0.0.1')}/jetpay`
  for (const [which, setting] of [
    ['main', 'DATABASE_URL'],
    ['vault', 'VAULT_DATABASE_URL'],
  ] as const)
    await assert.rejects(migrate(url, which), (error: Error) => {
      assert.equal(error.name, 'OperatorError')
      assert.match(error.message, new RegExp(`^The ${which} database .*ECONNREFUSED.* ${setting} is right`))
      assert.doesNotMatch(error.message, /pass-4711|\n/)
      return true
    })
})
