/** What the API says in English and pages show by name: French has words of its own for all of it. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { alarmKinds } from '../alarms/alarm.ts'
import { itemKinds } from '../clearing/reconciliation-item.ts'
import { endpoints, openEndpoints } from '../endpoints.ts'
import { problems } from '../ground/errors.ts'
import { accounts } from '../ledger/account.ts'
import { testAccounts } from '../simulator/bank-accounts.ts'
import { testCards } from '../simulator/test-cards.ts'
import { everyCheck } from '../verify/verify.ts'
import { connectionError, statusError } from '../webhooks/delivery-error.ts'
import { decimal } from './app/data/decimal.ts'
import { frenchChecks } from './app/pages/operator/french-checks.ts'
import { frenchGuide } from './app/pages/operator/french-guide.ts'
import { accountInFrench } from './app/pages/sandbox/french-accounts.ts'
import { frenchCards } from './app/pages/sandbox/french-cards.ts'
import { deeds } from './app/words/deed-words.ts'
import { detailInFrench } from './app/words/french-details.ts'
import { errorInFrench } from './app/words/french-errors.ts'
import { ledgerAccountWords } from './app/words/ledger-account-words.ts'
import { problemInFrench } from './app/words/problem-words.ts'

test('each check of verify is said in French, and no other', () => {
  assert.deepEqual(
    Object.keys(frenchChecks),
    everyCheck.map(({ name }) => name),
  )
})

test('each account of the ledger has a name in both languages, and no other has', () => {
  for (const names of Object.values(ledgerAccountWords))
    assert.deepEqual(Object.keys(names).sort(), [...accounts].sort())
})

test('each thing that can be done is said in both languages in the audit log, and no other', () => {
  const written = [...endpoints, ...openEndpoints].filter(({ method }) => method !== 'GET')
  // The look of an operator is no operation.
  const known = [...written.map(({ operationId }) => operationId), 'operator_look']
  assert.deepEqual(Object.keys(deeds).sort(), known.sort())
})

test('what each test card does is said in French, and of no other', () => {
  assert.deepEqual(Object.keys(frenchCards).sort(), testCards.map(({ number }) => number).sort())
})

test('what each test account does is said in French', () => {
  for (const { behaviour } of testAccounts) assert.ok(accountInFrench(behaviour), behaviour)
})

/** What a list's answer says of a row, as its source has it. */
const sentencesOf = (file: string) =>
  [
    ...readFileSync(new URL(`../operator/${file}`, import.meta.url), 'utf8').matchAll(
      /(['`])([A-Z](?:(?!\1).)*\.)\1/g,
    ),
  ]
    .filter(({ index, input }) => !/(?:description|summary):\s*$/.test(input.slice(0, index)))
    .map(([, , said]) => said!.replaceAll(/\$\{[^}]*\}/g, '7'))

test('what operators’ lists say of a row, and what to do next, is said in French', () => {
  // By kind of row (french-guide.ts): each that the list can answer with.
  const queues = readFileSync(new URL('../operator/get-work.ts', import.meta.url), 'utf8')
  const names = [...queues.matchAll(/^ {2}(\w+): \{\n {4}waits: /gm)].map(([, name]) => `queue.${name}`)
  assert.ok(names.length >= 5, names.join())
  const kinds = [
    ...['sent', 'reversing', 'capturing'].map((state) => `outcome.${state}`),
    ...itemKinds.map((kind) => `item.${kind}`),
    ...alarmKinds.map((kind) => `alarm.${kind}`),
    ...names,
    'file.writing',
    'file.sent',
    'return.waiting',
    'return.nothing',
    'webhook.failed',
    'webhook.trying',
  ]
  assert.deepEqual(
    kinds.filter((kind) => !frenchGuide[kind]),
    [],
  )
  // By sentence (french-errors.ts): what has no kind, and what the clearing writes of a difference.
  const clearing = readFileSync(new URL('../clearing/square-difference.ts', import.meta.url), 'utf8')
  const noted = [...clearing.matchAll(/BY_CLEARING, '([^']+)'/g)].map(([, said]) => said!)
  assert.ok(noted.length >= 2)
  const said = [
    ...sentencesOf('get-arrivals.ts'),
    ...noted,
    'There is no mail server: JETPAY_SMTP_URL is not set.',
  ]
  assert.ok(said.length >= 6, said.join())
  const rejected = 'Correct the cause with the bank, then retry the payouts in it.'
  assert.ok(sentencesOf('operated-bank-file.ts').includes(rejected))
  assert.deepEqual(
    [...said, rejected].filter((words) => errorInFrench(words) === words),
    [],
  )
})

test('why a delivery failed is said in French, and so is what a bank sent back that fits nothing', () => {
  const codes = [
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ETIMEDOUT',
    'EPIPE',
    'ENOTFOUND',
    'ADDRESS_REFUSED',
    'CERT_X',
    'EX',
  ]
  const errors = [
    ...[301, 101, 404, 410, 500].map((status) => statusError(status)!),
    ...codes.map((code) => connectionError(Object.assign(new Error(), { code }))),
    connectionError(new Error('bad upgrade')),
    connectionError(new Error()),
  ].map(({ error }) => error)
  const source = ['apply-bank-answer', 'find-originals']
    .map((name) => readFileSync(new URL(`../rails/${name}.ts`, import.meta.url), 'utf8'))
    .join()
  const problems = [...source.matchAll(/'((?:its?|the item|no item|is for) [^']+)'/g)].map(
    ([, said]) => said!,
  )
  assert.ok(problems.length >= 11, String(problems))
  for (const said of [
    ...errors,
    ...problems.map((said) => (/^its? (?:co|di)/.test(said) ? `${said} (R61)` : said)),
  ])
    assert.notEqual(errorInFrench(said), said)
})

test('each problem of the API is said in French, a decline with its reason, and what a form is commonly told of a field', () => {
  for (const code of Object.keys(problems)) assert.ok(problemInFrench({ code }), code)
  assert.equal(problemInFrench({ code: 'of_a_later_version' }), undefined)
  const declined = problemInFrench({ code: 'card_declined', fail_reason: 'insufficient_funds' })
  assert.match(declined!, /refusée.*insuffisants/)
})

/** Refusals that a program alone meets, or that nobody but it could do something about. */
const ofPrograms = /^(?:ground|http|directory|vault|vault-client|explain|events\/(?:follow|long))/

test('why something is refused is said in French, with its own reason', () => {
  const src = new URL('../', import.meta.url)
  const files = globSync('**/*.ts', { cwd: src }).filter(
    (file) => !/test|^dashboard/.test(file) && !ofPrograms.test(file),
  )
  const said = files.flatMap((file) =>
    [
      ...readFileSync(new URL(file, src), 'utf8').matchAll(
        /new Problem\(\s*'(?:wrong_state|sign_in_failed|second_factor_required|forbidden|rate_limited|limit_exceeded)',\s*(['`])((?:(?!\1).)+)\1/g,
      ),
    ]
      .map(([, , words]) => words!)
      // What begins with another sentence is known by that.
      .filter((words) => !words.startsWith('${')),
  )
  // What is filled in stands as a word, or as a number where one is counted.
  const filled = said.map((words) =>
    words
      .replaceAll(/(?<=wait |wait up to |There are |number |Number |Event |answered )\$\{[^}]*\}/gi, '7')
      .replaceAll(/\$\{[^}]*\}(?= minutes)/g, '7')
      .replaceAll(/\$\{[^}]*\}/g, 'paid'),
  )
  assert.ok(filled.length > 55, String(filled.length))
  assert.deepEqual(
    filled.filter((words) => detailInFrench(words) === undefined),
    [],
  )
  assert.equal(
    detailInFrench(
      'The debits of your company in CAD may be at most 100.00 a day, of which 20.50 is left today. Ask for less, wait for the next day in Toronto, or have the limit raised.',
    ),
    'Les débits de votre entreprise en CAD sont d’au plus 100,00 par jour, dont il reste 20,50 aujourd’hui. Demandez moins, attendez le lendemain à Toronto, ou faites relever la limite.',
  )
  assert.match(
    problemInFrench({
      code: 'rate_limited',
      detail: 'Too many tries. Wait up to 15 minutes, use a passkey, or set a new password by mail.',
    })!,
    /15 minutes.*clé d’accès.*mot de passe par courriel/,
  )
  // Known to nobody: the sentence of its code.
  const unknown = { code: 'wrong_state', detail: 'It rains.' }
  assert.equal(problemInFrench(unknown), problemInFrench({ code: 'wrong_state' }))
})

/** Whose fields a form of the dashboard sends. */
const forms = `
  bank-accounts/bank-account bank-accounts/movable-account bulk/create-bulk charges/charge-answers charges/request-capture
  companies/create-api-token companies/logo companies/set-company-logo companies/time-zone contacts/contact debits/pay-debit
  disputes/add-evidence ground/accent-color ground/email-address http/metadata http/schema ledger/entry operator/fee-terms
  payouts/retry-payout rails/require-reached refunds/request-refund sandbox/advance-sandbox-clock schedules/charged-card
  schedules/create-schedule schedules/schedule-body schedules/update-schedule users/password users/second-factor
  webhooks/callback-url webhooks/redeliver-webhook webhooks/replay-cursor webhooks/webhook`
  .trim()
  .split(/\s+/)

test('what the API says of a field that a form sends is said in French', () => {
  const said = forms.flatMap((name) => {
    const source = readFileSync(new URL(`../${name}.ts`, import.meta.url), 'utf8')
    const found = [...source.matchAll(/['`]((?:must|is (?:not|in|required)|looks like|has) [^'`\n]*)['`]/g)]
    // A number stands for whatever is filled in.
    return found.map(([, words]) => words!.replaceAll(/\$\{[^}]*\}/g, '7'))
  })
  assert.ok(said.length > 60, String(said.length))
  const common = [
    'is required',
    'must have at most 30 characters',
    'must have at least 1 item',
    'must be at least 1',
    'must be a whole number',
    'must be a day such as 2026-01-31',
    'must be one of: CAD, USD',
    'must be at most 20.00, which is what is left of 25.00',
  ]
  assert.deepEqual(
    [...said, ...common].filter((words) => errorInFrench(words) === words),
    [],
  )
})

test('a colon and quotation marks of French stay with their word at the end of a line', () => {
  const folder = new URL('./app/', import.meta.url)
  const files = globSync('**/*.{ts,tsx}', { cwd: folder }).map((file) => new URL(file, folder))
  const loose: string[] = []
  for (const file of [...files, new URL('../timeline/words-fr.ts', import.meta.url)])
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (/^\s*([*]|\/[*/])/.test(line)) continue
      for (const [text] of line.matchAll(/'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g))
        if (/ [:»](?=[\s'`.,;)])|« /.test(text.replaceAll(/\$\{[^}]*\}/g, '…')))
          loose.push(`${file.pathname}: ${text}`)
    }
  assert.deepEqual(loose, [])
})

test('a debit or credit is called one thing in French, as the navigation calls it', () => {
  const folder = new URL('./app/', import.meta.url)
  const wrong = globSync('**/*-words.ts', { cwd: folder }).flatMap((file) => {
    const [, french = ''] = readFileSync(new URL(file, folder), 'utf8').split(/\n {2}fr: \{|\nconst fr\b/)
    const said = french.matchAll(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g)
    return [...said].filter(([text]) => /\btransactions?\b/i.test(text)).map(([text]) => `${file}: ${text}`)
  })
  assert.deepEqual(wrong, [])
})

test('where an amount is typed, it may have a comma', () => {
  const folder = new URL('./app/pages/', import.meta.url)
  const source = (file: string) => readFileSync(new URL(file, folder), 'utf8')
  const typed = globSync('**/*.tsx', { cwd: folder }).filter((file) =>
    /inputMode="decimal"/.test(source(file)),
  )
  assert.ok(typed.length >= 7, String(typed))
  // The fields of a new company are read beside them.
  const readers = typed.map((file) => file.replace('new-company-fields.tsx', 'new-company.ts'))
  assert.deepEqual(
    readers.filter((file) => !source(file).includes('decimal(')),
    [],
  )
  assert.deepEqual(['12,50', ' 1 250,00', '12.5'].map(decimal), ['12.50', '1250.00', '12.5'])
})
