/** What a Tab completes, in the shells themselves. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { companyStates } from '../../companies/company-state.ts'
import { eventTypes } from '../../events/event-types.ts'
import { newId } from '../../ground/ids.ts'
import { commands } from '../catalogue.ts'
import { bash, zsh } from './completion.ts'

test('bash completes commands, options and the words that they take, and zsh is told the same', async () => {
  const script = await bash(commands)
  const complete = (...words: string[]) =>
    execFileSync('bash', [
      '-c',
      `${script}\nCOMP_WORDS=(jetpay ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _jetpay; echo "\${COMPREPLY[*]}"`,
    ])
      .toString()
      .trim()
      .split(' ')
  assert.ok(complete('').includes('company') && complete('').includes('verify'))
  assert.deepEqual(complete('recon'), ['reconciliation'])
  assert.deepEqual(complete('company', 'su'), ['suspend'])
  assert.deepEqual(complete('operator', 'token', 're'), ['revoke'])
  assert.ok(complete('company', 'list', '--').includes('--state'))
  assert.deepEqual(complete('company', 'list', '--state', 's'), ['suspended'])
  assert.deepEqual(complete('company', 'list', '--json', '--state', ''), [...companyStates])
  assert.deepEqual(complete('company', 'enable', newId(), 'c'), ['card_on_file'])
  assert.ok(complete('help', 'comp').includes('company'))
  assert.deepEqual(complete('help', 'operator', 'token', 're'), ['revoke'])
  assert.deepEqual(complete('company', 'logo', newId(), '--file', ''), [''])
  const paid = complete('trigger', 'transactions.debits.pa')
  assert.deepEqual(paid, ['transactions.debits.payment_failed', 'transactions.debits.paid'])
  assert.equal(
    complete('trigger', 'transactions.debits.').length,
    eventTypes.filter((type) => type.startsWith('transactions.debits.')).length,
  )
  assert.deepEqual(complete('rehearse', 'http://localhost', '--only', 'forg'), ['forged'])
  assert.deepEqual(complete('rehearse', 'http://localhost', '--only', 'paid,forg'), ['paid,forged'])
  assert.deepEqual(complete('listen', '--types', 'users.signed_in,users.r'), [
    'users.signed_in,users.removed',
  ])
  const theirs = await zsh(commands)
  assert.match(theirs, /^#compdef jetpay\n/)
  const branches = (script: string) => script.split('\n').filter((line) => line.endsWith(';;'))
  assert.deepEqual(branches(theirs), branches(script))
})

test('a terminal’s zsh completes them too', async (context) => {
  if (spawnSync('zsh', ['--version']).error) return context.diagnostic('there is no zsh here: not looked at')
  const folder = mkdtempSync(`${tmpdir()}/jetpay-zsh-`)
  try {
    writeFileSync(`${folder}/_jetpay`, await zsh(commands))
    const typed = (words: string, sees: string) =>
      execFileSync('zsh', ['-f', '-c', inTerminal(folder, words, sees)], {
        timeout: 60_000,
        encoding: 'utf8',
      })
    assert.match(typed('jetpay company su', 'suspend'), /suspend/)
    assert.match(typed('jetpay help operator token re', 'revoke'), /revoke/)
    assert.match(typed('jetpay company list --state s', 'suspended'), /suspended/)
    assert.match(typed('jetpay trigger transactions.credits.re', 'returned'), /returned/)
    assert.match(typed('jetpay rehearse x --only paid,forg', 'paid,forged'), /paid,forged/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/** Types words and a Tab into a zsh on a terminal of its own, and waits until it shows what it is to see. */
const inTerminal = (folder: string, words: string, sees: string) => `
zmodload zsh/zpty
zpty typed zsh -f -i
zpty -w typed "fpath=(${folder} \\$fpath); autoload -U compinit; compinit -u -D; print REA''DY"
zpty -r typed shown '*READY*'
zpty -w -n typed '${words}'$'\\t'
zpty -r typed shown '*${sees}*'
print -r -- "$shown"
zpty -d typed`
