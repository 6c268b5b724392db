/** The documentation's samples of commands, against one running installation. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { raiseAlarm } from '../../src/alarms/alarm.ts'
import { sql } from '../../src/db/sql.ts'
import { checkpointEvents } from '../../src/events/checkpoint-events.ts'
import { projectFolder } from '../../src/ground/config.ts'
import { queueMail } from '../../src/mail/mail.ts'
import { signed, startLinks } from '../payment-links.ts'
import { type Platform, startPlatform, until } from '../platform.ts'
import { signIn } from '../signed-in.ts'
import { commandPages, exampleCannotRun, inCheckout } from './command-cases.ts'
import { cannotRun } from './not-run.ts'
import { beginning, openSampleRunner } from './run-samples.ts'
import { isOfCommands, samplesOf } from './samples.ts'

let platform: Platform
let runner: ReturnType<typeof openSampleRunner>
before(async () => {
  platform = await startPlatform()
  const { demo, config, url, simulatorUrl } = platform
  const { api_token, bank_account_id, company_id } = demo
  const told = { api_url: url, api_token, bank_account_id, company_id, simulator_url: simulatorUrl }
  writeFileSync(`${config.dataFolder}/demo.json`, JSON.stringify(told))
  runner = openSampleRunner({
    NO_COLOR: '1',
    JETPAY_DATA: config.dataFolder,
    JETPAY_PUBLIC_URL: config.publicUrl,
    JETPAY_VAULT_PUBLIC_URL: config.vaultPublicUrl,
    DATABASE_URL: config.databaseUrl!,
    VAULT_DATABASE_URL: config.vaultDatabaseUrl!,
    JETPAY_MAIN_KEY_FILE: config.mainKeyFile,
    JETPAY_VAULT_KEY_FILE: config.vaultKeyFile,
    COMPANY: company_id,
    THEIRS: config.databaseUrl!,
    SIMULATOR: simulatorUrl,
  })
})
after(async () => {
  runner?.close()
  await platform?.close()
})

/** A picture of one dot. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** The command of this checkout, in whichever folder a sample runs. */
const ofCheckout = (source: string) => source.replaceAll('bin/jetpay', `"${projectFolder}/bin/jetpay"`)
const clear = () => fetch(`${platform.simulatorUrl}/clearing`, { method: 'POST' })

/** Waits for the first of a list that the demo's company sees. */
const first = (what: string, path: string, is: (one: any) => boolean = () => true) =>
  until(what, async () => (await platform.call('GET', path)).body.data.find(is))

/** A dispute that the network decides about, for one that is to be resolved. */
async function dispute(): Promise<string> {
  const { body } = await platform.charge(await platform.saveCard('4000000000000259'))
  await clear()
  await first(
    'the debit to be cleared',
    '/transaction?state=completed',
    ({ identifier }) => identifier === body.debit_id,
  )
  await clear()
  const one = await first('a dispute', `/dispute?debit_id=${body.debit_id}`)
  await platform.good('POST', `/dispute/${one.dispute_id}/evidence`, { texts: { delivery: 'Signed for.' } })
  await platform.good('POST', `/dispute/${one.dispute_id}/submit`)
  return one.dispute_id
}

/** A charge that was cleared for less. */
async function item(): Promise<string> {
  const { body } = await platform.charge(await platform.saveCard('4000000000910036'))
  await clear()
  const one = await first(
    'an item',
    '/reconciliation_items?state=open',
    ({ transaction_id }) => transaction_id === body.debit_id,
  )
  return one.identifier
}

/** What a command answers. */
const asked = async (words: string) =>
  JSON.parse(await runner.run(words, 'sh', ofCheckout(`bin/jetpay ${words} --json`)))

const tokenId = async () => {
  const created = await asked(`token create --company ${platform.demo.company_id} --name sample --scopes all`)
  return created.token_id as string
}

/**
 * The page has `enable` before `disable`, after which no card is charged; a second company comes last, since
 * then the others would have to name theirs.
 */
const place = (words: string) =>
  Number(words.startsWith('company create')) - Number(words.startsWith('company disable'))

/** What the page's ids stand for, in its order; another thing for some commands. */
async function readersIds(): Promise<(words: string) => Record<string, string>> {
  const card = await platform.saveCard()
  const paid = (await platform.charge(card)).body.debit_id as string
  await clear()
  const payout = await first('a payout', '/payout')
  const doubtful = await platform.charge(await platform.saveCard('4000000000900052'))
  await platform.db.run(sql`
    update attempts set reversal_due_at = 'infinity'
    where company_id = ${platform.demo.company_id} and debit_id = ${doubtful.body.debit_id}`)
  const unknown = await until(
    'an unknown outcome',
    async () => (await asked('attempt list --unknown')).data[0],
  )
  const operators = await asked('operator token create --name sample --scopes operator:read')
  const ids = {
    1: platform.demo.company_id,
    2: await tokenId(),
    3: paid,
    5: await dispute(),
    6: await item(),
  }
  await raiseAlarm(platform.db, { kind: 'bank_file_refused', subject: 'X.1', companyId: null, details: {} })
  const mail = {
    companyId: platform.demo.company_id,
    to: 'grace@example.com',
    subject: 'Hello',
    text: 'Hello',
  }
  const mailId = await queueMail(platform.db, mail)
  await platform.db.run(sql`
    update mails set state = 'failed', error = '550 no such user'
    where company_id = ${platform.demo.company_id} and mail_id = ${mailId}`)
  const links = await startLinks(platform)
  const signedFor = await links.debit({})
  const agreement = await links.shownAgreement(signedFor.link)
  assert.equal((await links.post(signedFor.link, 'bank', { ...signed, agreement })).status, 200)
  await platform.vaultDb.run(sql`insert into velocity (subject, declined) values ('address:203.0.113.9', 50)`)
  // Joined, as by the link of an invitation; `remove` comes last of all that names her.
  await signIn(platform, 'viewer', { email: 'ada@example.com' })
  const erased = await platform.createContact()
  const alarms: { kind: string; identifier: string }[] = (await asked('alarm list')).data
  const alarm = alarms.find(({ kind }) => kind === 'bank_file_refused')!
  return (words) => ({
    ...ids,
    4: unknown.identifier,
    8: alarm.identifier,
    9: mailId,
    ...(words.startsWith('agreement') ? { 3: signedFor.id } : {}),
    ...(words.startsWith('contact erase') ? { 6: erased } : {}),
    ...(words.startsWith('payout show') ? { 3: payout.identifier } : {}),
    ...(words.startsWith('operator token revoke') ? { 2: operators.token_id } : {}),
  })
}

/** What writes `demo.json` does so beside the one that the other examples read. */
const ownFolder = (words: string, home: string) =>
  words === 'company seed-demo' ? { JETPAY_DATA: `${home}/demo` } : {}

test('every example of docs/command-line.md does what it says, or cannot be run for a reason', async () => {
  const ids = await readersIds()
  for (let contacts = 0; contacts < 20; contacts += 1) await platform.createContact()
  await first('twenty events', '/events?after=19')
  await checkpointEvents(0).run(platform.context)
  const { hash } = await asked('events checkpoint')
  const home = mkdtempSync(`${runner.folder}/home-`)
  for (const folder of ['.local/share/bash-completion/completions', '.zfunc'])
    mkdirSync(`${home}/${folder}`, { recursive: true })
  writeFileSync(`${home}/logo.png`, dot)
  writeFileSync(`${home}/part-of-ada.txt`, '0123456789abcdef'.repeat(4))

  const lines = samplesOf('docs/command-line.md', 'sh').flatMap(({ source }) => source.trim().split('\n'))
  const examples = lines.map((line) => line.replace('bin/jetpay ', ''))
  const failed: string[] = []
  for (const words of examples.toSorted((a, b) => place(a) - place(b))) {
    if (Object.hasOwn(exampleCannotRun, words)) continue
    const own = ids(words)
    const filled = words
      .replace(/0197d3a0-0000-7000-8000-00000000000(\d)/g, (id, which) => own[which] ?? id)
      .replace('4f1d0c', hash)
    const source = ofCheckout(`bin/jetpay ${filled}`)
    await runner
      .run(words, 'sh', source, { HOME: home, ...ownFolder(words, home) }, {}, home)
      .catch(({ message }) => failed.push(message))
  }
  assert.equal(failed.length, 0, failed.join('\n'))
  const stale = Object.keys(exampleCannotRun).filter((words) => !examples.includes(words))
  assert.deepEqual(stale, [])
})

for (const [page, outcome] of Object.entries(commandPages).filter(
  ([page]) => page !== 'docs/command-line.md',
))
  test(`the commands of ${page} do what the page says`, async () => {
    const needs: Record<string, () => Promise<Record<string, string>>> = {
      'docs/clearing.md': async () => ({ ITEM: await item() }),
      'docs/disputes.md': async () => ({ DISPUTE: await dispute() }),
      'README.md': async () => ({ TOKEN_ID: await tokenId() }),
      'docs/events.md': async () => {
        await platform.createContact()
        await platform.createContact()
        await first('two events', '/events?after=1')
        await checkpointEvents(0).run(platform.context)
        return {}
      },
    }
    const archive = gzipSync('{"id":1,"type":"contacts.created"}\n')
    const files = { '0000000000000001-0000000000010240.jsonl.gz': archive }
    const own = samplesOf(page, 'sh').filter(
      (one) => isOfCommands(one) && !Object.hasOwn(cannotRun, one.title),
    )
    const program = [beginning(), ...own.map(({ source }) => ofCheckout(source))].join('\n')
    const folder = inCheckout.includes(page) ? projectFolder : undefined
    const printed = await runner.run(page, 'sh', program, (await needs[page]?.()) ?? {}, files, folder)
    assert.match(printed, outcome, printed)
  })
