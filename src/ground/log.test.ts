import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from './config.ts'
import { openLog } from './log.ts'

/** What a log has written so far, each line read. */
function openLines() {
  const lines: any[] = []
  const log = openLog('api', readConfig({}), { write: (line) => void lines.push(JSON.parse(line)) })
  return { log, lines }
}

test('of a database’s error its log has what it is and where it happened, and neither connection nor row', () => {
  const { log, lines } = openLines()
  const error = Object.assign(new Error('null value in column "name"'), {
    code: '23502',
    table: 'contacts',
    severity: 'ERROR',
    detail: 'Failing row contains (Ada Lovelace, ada@example.com).',
    where: 'PL/pgSQL function, with Ada Lovelace',
    internalQuery: "select 'Ada Lovelace'",
    client: { connectionParameters: { user: 'jetpay' }, activeQuery: { values: ['Ada Lovelace'] } },
  })
  log.error({ err: error }, 'failed')
  const { err } = lines[0]
  assert.deepEqual([err.code, err.table, err.message], ['23502', 'contacts', 'null value in column "name"'])
  assert.match(err.stack, /log\.test\.ts/)
  assert.doesNotMatch(JSON.stringify(lines), /Ada|connectionParameters/)
})
