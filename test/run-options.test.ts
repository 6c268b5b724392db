import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asPattern, filesToRun, readRunOptions } from './run-options.ts'

const sources: Record<string, string> = {
  'src/cards/charge.test.ts': `test('a charge is made once', async () => {`,
  'src/cards/decline.test.ts':
    'for (const why of all) test(`a declined charge says $' + '{why}, at once`, () => {',
  'src/db/fields.test.ts': `const cases = ['the month is read']\nfor (const name of cases) test(name, () => {`,
  'src/db/quote.test.ts': `test('the payer\\'s link', () => {`,
  'src/db/keep.test.ts': `import { createDatabases } from '../../test/platform.ts'`,
  'src/refunds/refund.test.ts': `import { stage } from '../../test/refund-stage.ts'`,
  'src/cards/page.browser.test.ts': `import { until } from '../../test/platform.ts'`,
  'test/month.long.test.ts': `test('a month of everything', () => {`,
}
const run = (...words: string[]) =>
  filesToRun(Object.keys(sources), readRunOptions(words), (file) => sources[file]!)

test('a test by name runs the files that have it, also where the name is made while the file runs', () => {
  assert.deepEqual(run('--name', 'charge is made'), ['src/cards/charge.test.ts'])
  assert.deepEqual(run('--name', 'a declined charge says do_not_honour'), ['src/cards/decline.test.ts'])
  assert.deepEqual(run('--name', 'the month is read'), ['src/db/fields.test.ts'])
  assert.deepEqual(run('--name', "payer's link"), ['src/db/quote.test.ts'])
  assert.deepEqual(run('--name', 'charge', 'src/cards/ch'), ['src/cards/charge.test.ts'])
  assert.ok(asPattern('costs $5 (each)').test('what costs $5 (each) is told'))
})

test('what takes minutes is run when it is asked for, by its path or with --long', () => {
  assert.equal(run().length, 7)
  assert.deepEqual(run('--long'), ['test/month.long.test.ts'])
  assert.deepEqual(run('month'), ['test/month.long.test.ts'])
})

test('the part that works on a database is run by itself: no browser, and nothing that opens none', () => {
  assert.deepEqual(run('--database'), ['src/db/keep.test.ts', 'src/refunds/refund.test.ts'])
  assert.deepEqual(run('--database', 'src/refunds'), ['src/refunds/refund.test.ts'])
})

test('what is asked for and not there is told in words, and so is an option that there is not', () => {
  assert.throws(
    () => run('--name', 'a refund is late'),
    /no quick test file has a test with "a refund is late"/,
  )
  assert.throws(() => run('src/none'), /no file at src\/none/)
  for (const words of [['--nmae', 'x'], ['--name'], ['--name', ' ']])
    assert.throws(() => readRunOptions(words), /Usage: npm test -- /)
})
