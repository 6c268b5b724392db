/**
 * The `jetpay` command as a process, against the database of one installation: what it says of itself, how it
 * answers, and how it ends.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { commandEnvironment, openCommandLines } from '../../test/command-lines.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { newId } from '../ground/ids.ts'
import { commands, groups } from './catalogue.ts'

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

const jetpay = (words: string[], env: Record<string, string | undefined> = {}) => lines.run(words, env)
/** As a process of its own; `stdout` is where its answer goes, else it is read. */
async function asProcess(words: string[], stdout: number | 'pipe' = 'pipe') {
  const child = spawn(process.execPath, ['src/main.ts', ...words], {
    cwd: projectFolder,
    env: { ...process.env, ...commandEnvironment(platform) },
    stdio: ['ignore', stdout, 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout?.on('data', (chunk) => (said.out += chunk))
  child.stderr!.on('data', (chunk) => (said.err += chunk))
  const [code] = await once(child, 'close')
  return { code: code as number, ...said }
}
const json = async (...words: string[]) => {
  const { code, out, err } = await jetpay([...words, '--json'])
  assert.equal(code, 0, err)
  return JSON.parse(out)
}

test('help names the first word of every command, on a screen of 24 lines of 80', async () => {
  const { out } = await jetpay(['help'])
  const lines = out.trimEnd().split('\n')
  assert.ok(lines.length <= 24, `${lines.length} lines`)
  assert.deepEqual(
    lines.filter((line) => line.length > 80),
    [],
  )
  const nouns = new Set(commands.map(({ name }) => name.split(' ')[0]!))
  assert.deepEqual(Object.values(groups).flatMap(Object.keys).sort(), [...nouns].sort())
  for (const noun of nouns) assert.match(out, new RegExp(`  ${noun} `))
  for (const words of [[], ['--help'], ['-h']]) assert.equal((await jetpay(words)).out, out)
})

test('every command has its help: what it does, its options, and examples that are of it', async () => {
  for (const { name, examples, options = [] } of commands) {
    for (const example of examples) assert.ok(`${example} `.startsWith(`${name} `), example)
    for (const { flags } of options) assert.match(flags, /^--[a-z-]+( <[^>]+>)?$/)
  }
  for (const name of ['company limit', 'start', 'api', 'operator token create']) {
    const { code, out } = await jetpay([...name.split(' '), '--help'])
    assert.equal(code, 0)
    assert.match(out, new RegExp(`^Usage: jetpay ${name}`))
    assert.match(out, new RegExp(`Examples:\n  jetpay ${name}`))
    assert.equal((await jetpay(['help', ...name.split(' ')])).out, out)
  }
})

test('the process ends with the code, and says in JSON what went wrong where JSON was asked for', async () => {
  const { code, out, err } = await asProcess(['company', 'show', newId(), '--json'])
  assert.deepEqual([code, out, JSON.parse(err).code], [1, '', 'not_found'])
})

test('what cannot be is exit code 1, in one line', async () => {
  const { code, err } = await jetpay(['company', 'rename', newId(), '--name', 'Nobody'])
  assert.equal(code, 1)
  assert.match(err, /^There is no company [^\n]+\n$/)
  const nowhere = await jetpay(['company', 'list'], {
    DATABASE_URL: undefined,
    JETPAY_DATA: `${platform.config.dataFolder}/nowhere`,
  })
  assert.deepEqual([nowhere.code, nowhere.err.slice(0, 21)], [1, 'Nothing is running in'])
})

test('everything an operator looks at is shown as a table, without colours where nobody sees them', async () => {
  const company = ['--company', platform.demo.company_id]
  for (const words of [
    ['company', 'list'],
    ['company', 'show', ...company],
    ['company', 'fees', ...company],
    ['company', 'limits', ...company],
    ['token', 'list', ...company],
    ['user', 'list', ...company],
    ['operator', 'list'],
    ['operator', 'token', 'list'],
    ['transaction', 'list', ...company],
    ['payout', 'list', ...company],
    ['attempt', 'list', '--unknown'],
    ['dispute', 'list'],
    ['reconciliation', 'list'],
    ['bank-return', 'list'],
    ['overview'],
    ['queue'],
    ['file', 'list'],
    ['mail', 'list'],
    ['webhook', 'list', '--failing'],
    ['webhook', 'list', ...company],
    ['keys', 'list'],
    ['alarm', 'list'],
  ]) {
    const { code, out, err } = await jetpay(words)
    assert.equal(code, 0, `${words.join(' ')}: ${err}`)
    assert.ok(!out.includes('\u001b') && !out.startsWith('{'), out)
  }
  assert.deepEqual(Object.keys(await json('company', 'list')), ['data', 'next_cursor'])
  const listed = (await jetpay(['company', 'list'])).out
  assert.match(listed, /^identifier {2,}name {2,}state/)
  assert.match(listed, new RegExp(`${platform.demo.company_id}  Maple Cycles +active`))
})

test('what a command shows of money is what the API answers, in major units', async () => {
  const { body: debit } = await platform.call('PUT', '/debit', {
    amount: '100.50',
    currency: 'CAD',
    contact_id: (await platform.call('PUT', '/contact', { email: 'ada@example.com', name: 'Ada' })).body
      .identifier,
    to_bank_account: platform.demo.bank_account_id,
    statement: 'Order 1',
  })
  const shown = await json('transaction', 'show', debit.identifier)
  const { body } = await platform.call('GET', `/transaction/${debit.identifier}`)
  assert.deepEqual(shown, body)
  assert.match((await jetpay(['transaction', 'show', debit.identifier])).out, /^amount +100\.50$/m)

  const company = ['--company', platform.demo.company_id]
  await json('company', 'limit', ...company, '--currency', 'CAD', '--per-transaction', '5000.00')
  const [limit] = (await json('company', 'limits', ...company)).filter((one: any) => one.currency === 'CAD')
  assert.equal(limit.per_transaction, 5000)
  assert.match((await jetpay(['company', 'limits', ...company])).out, /5000\.00/)
  const { code, err } = await jetpay([
    'company',
    'limit',
    ...company,
    '--currency',
    'CAD',
    '--per-transaction',
    '500000',
  ])
  assert.equal(code, 2)
  assert.match(err, /write the amount with its two decimals/)
})

test('where there is one company it need not be named; where there are several they are listed', async () => {
  for (const noun of ['token', 'user', 'transaction', 'payout', 'webhook'])
    assert.equal((await jetpay([noun, 'list'])).code, 0, noun)
  const { token_id } = await json('token', 'create', '--name', 'backend', '--scopes', 'debits:read')
  const noted = await platform.db.one<{ company_id: string }>(
    sql`select company_id from audit_log where operation = 'jetpay token create'`,
  )
  assert.equal(noted.company_id, platform.demo.company_id)
  const { company_id } = await json('company', 'create', '--name', 'Another')
  const { code, err } = await jetpay(['token', 'list'])
  assert.equal(code, 2)
  assert.match(err, /^Name the company with --company; there are:\n/)
  for (const listed of [`${company_id}  Another`, `${platform.demo.company_id}  Maple Cycles`])
    assert.ok(err.includes(`\n  ${listed}\n`), err)
  await json('token', 'revoke', token_id)
})

test('a company is suspended, closed and goes on, and each change stands in the audit log with who made it', async () => {
  const { company_id } = await json('company', 'create', '--name', 'Second')
  const company = ['--company', company_id]
  await json('company', 'rename', ...company, '--name', 'Third')
  await json('company', 'suspend', ...company, '--by', 'Ada', '--note', 'Ticket 4711')
  const shown = await json('company', 'show', ...company)
  assert.deepEqual(
    [shown.name, shown.state, shown.suspended_by, shown.suspended_note],
    ['Third', 'suspended', 'Ada', 'Ticket 4711'],
  )
  assert.equal((await jetpay(['company', 'suspend', ...company, '--by', 'Ada', '--note', 'x'])).code, 1)
  await json('company', 'close', ...company, '--by', 'Bo', '--note', 'Ticket 4712')
  const closing = await json('company', 'show', ...company)
  assert.deepEqual([closing.state, closing.suspended_by, closing.still_owed], ['closing', 'Bo', []])
  assert.equal((await jetpay(['company', 'close', ...company, '--by', 'Ada', '--note', 'x'])).code, 1)
  const { data } = await json('company', 'list', '--state', 'closing')
  assert.deepEqual(
    data.map(({ identifier }: { identifier: string }) => identifier),
    [company_id],
  )
  assert.equal((await jetpay(['company', 'unsuspend', ...company])).code, 2, 'who lets it go on is said too')
  await json('company', 'unsuspend', ...company, '--by', 'Cy', '--note', 'Ticket 4713')
  const noted = await platform.db.many<{ operation: string; details: { arguments: string[] } }>(
    sql`select operation, details from audit_log where company_id = ${company_id} order by audit_id`,
  )
  assert.deepEqual(noted.at(-1)?.details.arguments.slice(-5, -1), ['--by', 'Cy', '--note', 'Ticket 4713'])
  assert.deepEqual(
    noted.map(({ operation }) => operation),
    ['rename', 'suspend', 'close', 'unsuspend'].map((command) => `jetpay company ${command}`),
  )
})

test('somebody is invited to a company and removed, and an operator invited, by a mail that is queued', async () => {
  const company = ['--company', platform.demo.company_id]
  const made = await json('user', 'invite', ...company, '--email', 'Ada@Example.com', '--role', 'owner')
  assert.deepEqual([made.email, made.role], ['ada@example.com', 'owner'])
  const bad = await jetpay(['user', 'invite', ...company, '--email', 'ada', '--role', 'owner'])
  assert.deepEqual([bad.code, bad.err.startsWith('The address "ada"')], [2, true])
  const boss = await jetpay(['user', 'invite', ...company, '--email', 'b@example.com', '--role', 'boss'])
  assert.deepEqual([boss.code, /--role is none of owner, admin/.test(boss.err)], [2, true])
  const nobody = await jetpay(['user', 'remove', 'nobody@example.com', ...company])
  assert.deepEqual([nobody.code, /is not in this company/.test(nobody.err)], [1, true])

  const userId = newId()
  await platform.db.run(sql`
    insert into users (user_id, email, name) values (${userId}, 'eve@example.com', 'Eve')`)
  await platform.db.run(sql`
    insert into memberships (company_id, user_id, role) values (${platform.demo.company_id}, ${userId}, 'viewer')`)
  const people = (await json('user', 'list', ...company)).data
  assert.ok(people.some((one: any) => one.email === 'eve@example.com' && one.role === 'viewer'))
  await json('user', 'remove', 'EVE@example.com', ...company)
  assert.ok(!(await json('user', 'list', ...company)).data.some((one: any) => one.identifier === userId))

  assert.equal((await json('operator', 'invite', '--email', 'ops@example.com')).role, 'operator')
  const mails = (await json('mail', 'list')).data.map(({ to }: any) => to)
  for (const to of ['ada@example.com', 'ops@example.com']) assert.ok(mails.includes(to), mails.join())
})

test('a token of an operator’s program works until it is revoked', async () => {
  const asked = ['operator', 'token', 'create', '--name', 'monitoring', '--scopes', 'operator:read']
  const { token, token_id } = await json(...asked)
  const ask = () =>
    platform.call('GET', '/operator/overview', undefined, { authorization: `Bearer ${token}` })
  assert.equal((await ask()).status, 200)
  const { data } = await json('operator', 'token', 'list')
  assert.ok(data.some(({ identifier }: any) => identifier === token_id))
  await json('operator', 'token', 'revoke', token_id)
  await platform.db.one(sql`select 1 as one`)
  const wrong = await jetpay(['operator', 'token', 'create', '--name', 'x', '--scopes', 'contacts:read'])
  assert.equal(wrong.code, 2)
})

test('an answer that cannot be written whole is told, and is no success', async () => {
  if (!existsSync('/dev/full')) return
  const { code, err } = await asProcess(['company', 'list'], openSync('/dev/full', 'w'))
  assert.deepEqual([code, err.split(':')[0]], [1, 'The answer could not be printed whole'])
})

test('Ctrl-C ends a command at once, with the signal, and it says what stays asked', async () => {
  await platform.stopWorker()
  const child = spawn(process.execPath, ['src/main.ts', 'clock', 'advance', '1h'], {
    cwd: projectFolder,
    env: { ...process.env, ...commandEnvironment(platform) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  const ended = once(child, 'close')
  await until('the clock to be asked', async () =>
    platform.db.first(sql`select 1 from clock where target_ms > ahead_ms`),
  )
  child.kill('SIGINT')
  assert.deepEqual(await ended, [null, 'SIGINT'])
  assert.match(said, /what was asked stays asked/)
  assert.doesNotMatch(said.trim(), /\p{Cc}/u)
})
