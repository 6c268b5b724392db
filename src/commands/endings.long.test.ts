/**
 * How commands end that cannot be done: the exit codes and errors that docs/command-line.md states, held for
 * every command of the catalogue, as people and as programs are told.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openCommandLines } from '../../test/command-lines.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { problems } from '../ground/errors.ts'
import { commands } from './catalogue.ts'
import type { Command } from './command.ts'
import { roles } from './roles.ts'
import { flagOf } from './usage.ts'

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

/** All but what runs until it is stopped: `start` and the roles. */
const answering = commands.filter(({ name }) => !Object.hasOwn(roles, name) && name !== 'start')

const anId = '0197d3a0-0000-7000-8000-00000000000f'
/** A value that an option or argument of this name can have. */
const fitting = (name: string, choices?: readonly string[]) =>
  choices?.[0] ??
  (/amount/.test(name)
    ? '1.00'
    : /basis-points|seed|event id|--last/.test(name)
      ? '7'
      : /step/.test(name)
        ? '1m'
        : /scopes/.test(name)
          ? 'operator:read'
          : /url/.test(name)
            ? 'http://127.0.0.1:1/hook'
            : /email/.test(name)
              ? 'nobody@example.com'
              : / id>|company/.test(name)
                ? anId
                : 'x')

/**
 * The whole command with values that fit, but for what `instead` says of an option or argument by its name.
 */
function wordsOf(
  { name, arguments: named = [], options = [] }: Command,
  instead: Record<string, string> = {},
) {
  return [
    ...name.split(' '),
    ...named.map((one) => instead[one.name] ?? fitting(one.name, one.choices)),
    ...options.flatMap(({ flags, needed, choices }) => {
      const flag = flagOf(flags)
      if (!needed && !(flag in instead)) return []
      return flags === flag ? [flag] : [flag, instead[flag] ?? fitting(flags, choices)]
    }),
  ]
}

/** Ends so, in plain text and as one JSON object, with nothing on stdout that could pass for an answer. */
async function ends(words: string[], code: number, env: Record<string, string | undefined> = {}) {
  const what = words.join(' ')
  const plain = await lines.run(words, env)
  assert.deepEqual([plain.code, plain.out], [code, ''], `${what}: ${plain.err}`)
  assert.ok(plain.err.length > 10 && !/\n {4}at /.test(plain.err), `${what}: ${plain.err}`)
  const { err, out } = await lines.run([...words, '--json'], env)
  const told = JSON.parse(err) as { code: string; message: string; exit_code: number }
  assert.deepEqual([out, Object.keys(told)], ['', ['code', 'message', 'exit_code']], what)
  assert.ok(Object.hasOwn(problems, told.code), told.code)
  return { ...told, line: plain.err }
}

test('an option that there is not, a word too many and an argument or option too few are exit code 2, of every command', async () => {
  for (const command of answering) {
    const { name, arguments: named = [], options = [] } = command
    await ends([...wordsOf(command), '--no-such-option'], 2)
    await ends([...wordsOf(command), 'more'], 2)
    if (named.some((one) => one.name.startsWith('<')) || options.some(({ needed }) => needed))
      assert.match((await ends(name.split(' '), 2)).message, /is missing/)
  }
})

test('a value that is none of its choices, or cannot be read, is exit code 2 and says what can be', async () => {
  let tried = 0
  for (const command of answering)
    for (const [name, choices] of [
      ...(command.arguments ?? []).map((one) => [one.name, one.choices] as const),
      ...(command.options ?? []).map(({ flags, choices }) => [flagOf(flags), choices] as const),
    ])
      if (choices) {
        tried += 1
        const { message } = await ends(wordsOf(command, { [name]: 'nonsense' }), 2)
        for (const choice of choices) assert.ok(message.includes(choice), message)
      }
  assert.ok(tried >= 15, `${tried} tried`)
  // What agrees on nothing but the database is asked for what it has; one is as good as all.
  for (const [bad, of] of [
    [/amount/, ['1e3', '-5', '100.505', '1,000.00', '0x10', '5']],
    [
      /^<(company|debit|payout|transaction|token|mail|alarm|attempt|item|return|dispute) id|^--company/,
      ['a b', '1'],
    ],
    [/event id|--after|--to <(?!cell)/, ['-1', 'x', '1.5']],
    [/--limit/, ['0', '101', 'x']],
    [/--cursor/, ['x y']],
    [/--expires/, ['2027-02-30', '0d', 'tomorrow']],
    [/step/, ['3', '0d', '400d']],
    [/basis-points/, ['-1', '10001', '2.9']],
    [/scopes/, ['everything']],
    [/event type/, ['contacts.invented']],
  ] as const)
    for (const command of answering)
      for (const name of [
        ...(command.arguments ?? []).map(({ name }) => name),
        ...(command.options ?? []).map(({ flags }) => flags),
      ].filter((name) => bad.test(name)))
        for (const value of of)
          await ends(wordsOf(command, { [name.startsWith('-') ? flagOf(name) : name]: value }), 2)
})

const audited = async () => (await platform.db.many(sql`select audit_id from audit_log`)).length

test('what is not there is exit code 1 and `not_found`, and changes nothing', async () => {
  const before = await audited()
  let tried = 0
  // To move a company is to ask the directory for its cells first, and there is none here.
  for (const command of answering)
    if (
      command.name !== 'company move' &&
      (command.arguments ?? []).some(({ name }) => / id>|email/.test(name))
    ) {
      tried += 1
      const instead = {
        '<event id>': '999999999',
        ...(command.name === 'company limit' && { '--per-transaction': '1.00' }),
      }
      const { code } = await ends(wordsOf(command, instead), 1)
      assert.equal(code, 'not_found', command.name)
    }
  assert.ok(tried >= 25, `${tried} tried`)
  assert.equal(await audited(), before)
})

test('what is in no state for it is exit code 1 and `wrong_state`, and changes nothing', async () => {
  const before = await audited()
  const told = await ends(['company', 'unsuspend', platform.demo.company_id, '--by', 'Ada', '--note', 'x'], 1)
  assert.equal(told.code, 'wrong_state')
  assert.equal(await audited(), before)
})

test('a database that cannot be used is exit code 1 and `service_unavailable`, in one line without its password', async () => {
  const url = new URL(platform.config.databaseUrl!)
  const other = (change: (url: URL) => void) => {
    const changed = new URL(url)
    change(changed)
    return changed.href
  }
  const nowhere = { DATABASE_URL: undefined, JETPAY_DATA: `${platform.config.dataFolder}/nowhere` }
  const wrong = other((one) => Object.assign(one, { password: 'letmein' }))
  for (const [env, says] of [
    [nowhere, /^Nothing is running in .*nowhere: /],
    [{ DATABASE_URL: other((one) => Object.assign(one, { port: '1' })) }, /does not answer/],
    [{ DATABASE_URL: other((one) => Object.assign(one, { pathname: '/nothere' })) }, /is not there/],
    [{ DATABASE_URL: wrong }, /lets nobody in/],
    // Its tables are those of another program.
    [
      { DATABASE_URL: platform.config.vaultDatabaseUrl },
      /is not this version's .* `jetpay migrate`|lets nobody in/,
    ],
  ] as const) {
    const { code, message } = await ends(['company', 'list'], 1, env)
    assert.equal(code, 'service_unavailable', message)
    assert.match(message, says)
    assert.ok(!message.includes('letmein') && !message.includes(url.password), message)
  }
  // Whatever asks the database is told so by the same piece of code.
  const none = other((one) => Object.assign(one, { port: '1' }))
  const down = {
    DATABASE_URL: none,
    VAULT_DATABASE_URL: none,
    DIRECTORY_DATABASE_URL: none,
    JETPAY_CELL_DATABASES: `x=${none}`,
  }
  for (const command of answering.filter(
    ({ name }) =>
      !/^(trigger|rehearse|mcp|listen|completion|migrate|database|certs|page|keys part (make|drop)|backup|restore)\b|verify-proof|recovery begin/.test(
        name,
      ),
  )) {
    const instead = {
      '--per-transaction': '1.00',
      '<file>': 'package.json',
      '--file': 'docs/payment-page.png',
    }
    const words = command.name === 'company limit' ? wordsOf(command, instead) : wordsOf(command)
    assert.match((await ends(words, 1, down)).message, /does not answer|cannot be read/, command.name)
  }
})

test('an id that was an option until 0.4 is taken so still, and once', async () => {
  const { company_id: id } = platform.demo
  const answers = async (...words: string[]) => {
    const { code, out, err } = await lines.run(words)
    assert.equal(code, 0, err)
    return out
  }
  assert.equal(await answers('company', 'show', '--company', id), await answers('company', 'show', id))
  await answers('company', 'language', 'fr', '--company', id)
  await answers('company', 'language', id, 'en')
  await ends(['company', 'show', id, '--company', id], 2)
  for (const command of answering)
    for (const { name, was } of command.arguments ?? [])
      if (was) {
        const words = wordsOf(command, { [name]: 'MOVED' })
        const at = words.indexOf('MOVED')
        const { message } = await ends(
          [...words.slice(0, at), ...words.slice(at + 1), flagOf(was), 'x y'],
          was.includes('email') ? 1 : 2,
        )
        assert.doesNotMatch(message, /is missing|Unknown option/, command.name)
      }
})
