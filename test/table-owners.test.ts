/**
 * Each of these tables has one writer: what its rows may become is said once, and read in one place
 * (docs/adr/0022).
 */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { projectFolder } from '../src/ground/config.ts'
import { statementsIn } from './company-rule.ts'

const owners: Record<string, string> = {
  acceptors: 'src/process/acceptors.ts',
  attempt_decisions: 'src/charges/attempt-decision.ts',
  former_card_numbers: 'src/cards/former-number.ts',
  attempts: 'src/charges/attempt.ts',
  debits: 'src/debits/debit-moves.ts',
  idempotency_keys: 'src/http/idempotency-key.ts',
  payout_items: 'src/debits/payout-item.ts',
}

/** What a program's text writes: the tables of its statements, `$` for one that the text does not name. */
const writtenIn = (source: string): string[] =>
  statementsIn(source).flatMap((statement) =>
    [
      ...statement.matchAll(
        /\b(?:insert\s+into|update|delete\s+from|merge\s+into|truncate)\s+(?:only\s+)?(\$|[a-z_]+)/gi,
      ),
    ]
      .filter(({ index }) => !/\b(for|do|no key)\s+$/i.test(statement.slice(0, index)))
      .map(([, table]) => table!),
  )

const program = globSync('src/**/*.ts', { cwd: projectFolder }).filter((file) => !file.endsWith('.test.ts'))
const written = program
  .map((file) => ({ file, source: readFileSync(`${projectFolder}/${file}`, 'utf8') }))
  .filter(({ source }) => source.includes('sql`'))
  .flatMap(({ file, source }) => writtenIn(source).map((table) => ({ file, table })))

test('each of these tables is written by its owner, and by nobody else', () => {
  for (const [table, owner] of Object.entries(owners)) {
    const writers = new Set(written.filter((write) => write.table === table).map(({ file }) => file))
    assert.deepEqual([...writers], [owner], table)
  }
})

test('a statement that writes to whichever table it is given is an owner’s own', () => {
  const files = new Set(written.filter(({ table }) => table === '$').map(({ file }) => file))
  // What is sealed anew says what it said before, and a company's rows are elsewhere what they were.
  const others = [
    'src/db/sealing/reseal.ts',
    ...['copy-rows', 'door', 'seal-anew'].map((name) => `src/moving/${name}.ts`),
  ]
  assert.deepEqual([...files].sort(), [owners.debits, ...others].sort())
})

test('the rule sees a write in any part of a statement, and takes no lock for one', () => {
  const found = (text: string) => writtenIn(`sql\`${text}\``)
  assert.deepEqual(
    found('with a as (update debits d set note = 1 returning *) insert into attempts select 1 from a'),
    ['debits', 'attempts'],
  )
  assert.deepEqual(found('delete from payout_items i using a'), ['payout_items'])
  assert.deepEqual(found(`update $${'{table}'} t set state = 1`), ['$'])
  assert.deepEqual(found('select 1 from debits for update'), [])
  assert.deepEqual(found('select 1 from debits for no key update'), [])
  assert.deepEqual(found('insert into x (y) values (1) on conflict (y) do update set z = 1'), ['x'])
})
