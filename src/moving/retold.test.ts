/** What a company's rows name of their cell is told as the new cell has it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { movedTables } from './moved-tables.ts'
import { isRetold } from './retold.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

/** What was done stays as it was written, with the name that it was done under beside it. */
const history = new Set(['audit_log.actor_id'])

test('each column that may hold the id of a person is told as the new cell knows them, or is history', async () => {
  const ofPeople = (await movedTables(platform.db)).flatMap(({ name, columns }) =>
    columns
      .filter((column) => column.type === 'uuid' && /^(user_id|actor_id|\w+_by)$/.test(column.name))
      .map((column) => ({ name, column: column.name })),
  )
  assert.ok(ofPeople.some(({ name, column }) => name === 'memberships' && column === 'user_id'))
  assert.deepEqual(
    ofPeople
      .filter(({ name, column }) => !isRetold(name, column) && !history.has(`${name}.${column}`))
      .map(({ name, column }) => `${name}.${column}`),
    [],
  )
})
