/** What is said of a word that there is not. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openCommandLines } from '../../test/command-lines.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { newId } from '../ground/ids.ts'

let platform: Platform
let lines: ReturnType<typeof openCommandLines>
before(async () => {
  platform = await startPlatform()
  lines = openCommandLines(platform)
})
after(async () => {
  lines?.close()
  await platform?.close()
})

const jetpay = (words: string[]) => lines.run(words)

test('help of what is no command says what was meant, and runs nothing', async () => {
  for (const [words, meant] of [
    ['tigger', /Did you mean `trigger`/],
    ['company lst', /Did you mean `list`/],
  ] as const) {
    const { code, err } = await jetpay(['help', ...words.split(' ')])
    assert.equal(code, 2, words)
    assert.match(err, meant)
  }
  for (const noun of [['company'], ['operator', 'token']])
    assert.match((await jetpay([...noun, 'help'])).out, new RegExp(`^Usage: jetpay ${noun.join(' ')} `))
  const { code, out } = await jetpay(['help', 'clock', 'advance', '3d'])
  assert.deepEqual([code, /^Usage: jetpay clock advance/.test(out)], [0, true])
})

test('a word that there is not gets the nearest one, and the exit code 2', async () => {
  const fee = ['company', 'fee', platform.demo.company_id, '--currency', 'CAD', '--method', 'card']
  for (const [words, says] of [
    [['compny', 'list'], /Unknown command `compny`\. Did you mean `company`\?/],
    [['company', 'lst'], /Did you mean `list`\?/],
    [['company', 'list', '--stat', 'active'], /Did you mean `--state`\?/],
    [['company', 'list', '--state', 'asleep'], /--state is none of active, suspended, closing: `asleep`/],
    [['company', 'rename', '--name', 'x'], /`<company id>` is missing/],
    [['company', 'enable', newId(), 'card_on_fil'], /Did you mean `card_on_file`\?/],
    [
      ['rehearse', 'http://localhost', '--only', 'paid,forgd'],
      /no scenario "forgd"\. Did you mean `forged`\?/,
    ],
    [['company', 'create', '--name', ''], /--name is empty/],
    [['transaction', 'list', '--state', 'paid,complted'], /none of requested.*Did you mean `completed`\?/],
    [['token', 'create', '--name', 'x', '--scops', 'all'], /`--scops`\. Did you mean `--scopes`\?/],
    [['token', 'create', '--scopes', 'all'], /`--name <name>` is missing/],
    [['clock', 'adv', '1d'], /Did you mean `advance`\?/],
    [['company', '--json'], /Say what of `jetpay company`: list, show/],
    [['company'], /Say what of `jetpay company`: list, show/],
    [['payout'], /Say what of `jetpay payout`: list, show\.\n`jetpay payout --help` explains them/],
    [['company', 'lsit', '--help'], /There is no `jetpay company lsit`\. Did you mean `list`\?/],
    [['compny', '--help'], /Did you mean `company`\?/],
    [['operator', 'token', 'lst', '-h'], /no `jetpay operator token lst`\. Did you mean `list`\?/],
    [['--verison'], /Unknown option `--verison`\. Did you mean `--version`\?/],
    [['vesrion'], /Did you mean `version`\?/],
    [['-x'], /Unknown option `-x`\.\n`jetpay help` lists what there is/],
    [['--json', 'company', 'list'], /`--json` comes after the command: `jetpay company list --json`/],
    [['--json'], /`--json` comes after the command: `jetpay company list --json`/],
    [['company', 'list', '--json=x'], /`--json` takes no value/],
    [['COMPANY', 'LIST'], /Unknown command `COMPANY`\. Did you mean `company`\?/],
    [['company', 'LIST'], /Did you mean `list`\?/],
    [['company', 'list', '--STATE', 'active'], /Did you mean `--state`\?/],
    [['company', 'list', '--stat=active'], /Unknown option `--stat`\. Did you mean `--state`\?/],
    [['company', 'list', '--state', 'ACTIVE'], /Did you mean `active`\?/],
    [['clock', 'advance', '-1d'], /`-1d` is none that `<step>` can be: how far, such as 3d/],
    [['trigger', 'paid'], /Did you mean `transactions\.debits\.paid`.*`jetpay trigger` lists them/],
    [['trigger', 'TRANSACTIONS.DEBITS.PIAD'], /Did you mean `transactions\.debits\.paid`\?/],
    [['trigger', 'debits.piad'], /Did you mean `transactions\.debits\.paid`\?/],
    [
      ['token', 'create', '--name', 'x', '--scopes', 'debit:read'],
      /"debit:read" is not a scope\. Did you mean `debits:read`\?/,
    ],
    [
      ['operator', 'token', 'create', '--name', 'x', '--scopes', 'operator:raed'],
      /Did you mean `operator:read`\?/,
    ],
    [[...fee, '--basis-points', '290', '--fixed', '-0.30'], /--fixed is "-0\.30"; it cannot be below zero/],
    [[...fee, '--basis-points', '-5', '--fixed', '0.30'], /--basis-points is "-5"; it cannot be below zero/],
    [[...fee, '--basis-points', '290', '--fixed', '9'.repeat(12)], /it is more than there is/],
  ] as const) {
    const { code, out, err } = await jetpay([...words])
    assert.deepEqual([code, out], [2, ''], err)
    assert.match(err, says)
    assert.ok(!err.includes('    at '), err)
  }
})
