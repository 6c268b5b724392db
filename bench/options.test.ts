import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBenchOptions } from './options.ts'

const read = (...args: string[]) => readBenchOptions(args, ['charges', 'soak'])

test('a bench without a word says its usage, and what it does not know it refuses in one line', () => {
  for (const [args, said] of [
    [[], /^Usage: npm run bench -- <charges \| soak> /],
    [['charge'], /^There is no bench "charge"\. Usage: /],
    [['toString'], /^There is no bench "toString"\. Usage: /],
    [['charges', '--foo'], /^Unknown option '--foo'\. .*Usage: /],
    [['charges', '--seconds', '0'], /^--seconds is a whole number from 1 to 600\. Usage: /],
    [['soak', '--keep', 'a', '--use', 'b'], /^--keep .* one of them\. Usage: /],
    [['soak', '--minutes', '1.5'], /^--minutes is a whole number from 1 to 240\. Usage: /],
    [['soak', '--minutes', '99999'], /^--minutes is a whole number from 1 to 240\. Usage: /],
  ] as const) {
    assert.throws(
      () => read(...args),
      ({ message }: Error) => said.test(message) && !message.includes('\n'),
      args.join(' '),
    )
  }
})

test('several benches run with the options given, and with a minute at half load where none is', () => {
  const { names, options } = read('charges', 'soak', '--rounds', '1', '--write')
  assert.deepEqual(names, ['charges', 'soak'])
  assert.deepEqual(options, {
    seconds: 8,
    rounds: 1,
    half: 60,
    minutes: 20,
    debits: 10_000_000,
    cards: 100_000,
    events: 500_000,
    keep: undefined,
    use: undefined,
    profile: false,
    write: true,
  })
  assert.equal(read('charges', '--profile', '--seconds', '5').options.half, 5)
})
