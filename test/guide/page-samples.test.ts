/**
 * Every sample of the guide, of `docs/` and of the packages runs as its reader runs it, against one running
 * installation. Samples of commands: command-samples.long.test.ts.
 */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { projectFolder } from '../../src/ground/config.ts'
import { type Platform, startPlatform, until } from '../platform.ts'
import { commandPages } from './command-cases.ts'
import { apiPages, readersOwn } from './docs-cases.ts'
import { cannotRun, heldElsewhere, isPicture } from './not-run.ts'
import { packagePages } from './package-cases.ts'
import { beginning, type Language, openSampleRunner } from './run-samples.ts'
import { isExampleFile, isOfCommands, pages, type Sample, samplesOf } from './samples.ts'

let platform: Platform
let card: Awaited<ReturnType<Platform['saveCard']>>
let runner: ReturnType<typeof openSampleRunner>
/** The last delivery that came in, as it came. */
let delivered: { headers: IncomingHttpHeaders; body: string }
const receiver = createServer(async (request, response) => {
  delivered = { headers: request.headers, body: await text(request) }
  response.writeHead(204).end()
})
const callbackUrl = (path: string) => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/${path}`
before(async () => {
  platform = await startPlatform()
  const { demo, url, simulatorUrl } = platform
  card = await platform.saveCard()
  // Samples that show what was done before them show the wrong thing.
  await platform.charge(card)
  runner = openSampleRunner({
    JETPAY_URL: url,
    JETPAY_TOKEN: demo.api_token,
    JETPAY_ACCOUNT: demo.bank_account_id,
    CONTACT: card.contactId,
    CARD: card.cardId,
  })
  const { api_token, bank_account_id, company_id } = demo
  const told = { api_url: url, api_token, bank_account_id, company_id, simulator_url: simulatorUrl }
  writeFileSync(`${runner.folder}/demo.json`, JSON.stringify(told))
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
})
after(async () => {
  receiver.close()
  runner?.close()
  await platform?.close()
})

/** What the samples of a page print last, in each language that it has; all pages with samples are here. */
const expected: Record<string, RegExp> = {
  'quick-start-curl':
    /"debit_id": ?"([^"]+)"[\s\S]*"transaction_state": ?"paid"[\s\S]*^\{"data":\[(?:(?!"createdAt").)*"createdAt"(?:(?!"createdAt").)*transactions\.debits\.paid(?:(?!"createdAt").)*"transactionId": ?"\1"[\s\S]*^verified: event \d+, contacts\.created$/m,
  'quick-start-node': /^verified: event \d+, contacts\.created$/m,
  'quick-start-python': /^verified: event \d+, contacts\.created$/m,
  'tokenize-a-card': /active visa 4242|"state": ?"active"/,
  'charge-a-card': /paid/,
  'take-a-payment-by-link': /^paid$/m,
  'debit-a-bank-account': /initiated/,
  'send-a-credit': /[0-9a-f-]{36}/,
  'preauthorize-and-capture': /paid[\s\S]*362\.50?|362\.50?[\s\S]*paid/,
  'make-a-refund': /paid|completed/,
  'receive-webhooks': /204[\s\S]*("id":1\b|caught up at event \d+\n[\s\S]*contacts\.created)/,
  'schedule-payments': /active/,
}

const languages = ['sh', 'python', 'js'] as const
const ofGuide = (page: string, language: Language) => samplesOf(`docs/guide/${page}.md`, language)

test('every page of the guide with samples is run', () => {
  const withSamples = pages
    .map((page) => /^docs\/guide\/(.*)\.md$/.exec(page)?.[1])
    .filter((page) => page !== undefined)
    .filter((page) =>
      samplesOf(`docs/guide/${page}.md`, ...languages).some(
        ({ title }) => !Object.hasOwn(heldElsewhere, title),
      ),
    )
  assert.deepEqual(withSamples.sort(), Object.keys(expected).sort())
})

/** The words in capitals that a sample takes from its environment. */
const readBy = ({ source }: Sample): string[] => {
  const destructured = [...source.matchAll(/\{([^{}]*)\} = process\.env/g)].flatMap(([, names]) =>
    names!.split(','),
  )
  const single = source.matchAll(/process\.env\.([A-Z]\w+)|environ\["(\w+)"\]|\$\{?([A-Z][A-Z_]+)/g)
  return [...destructured, ...[...single].map(([, ...names]) => names.find((name) => name) ?? '')]
    .map((name) => name.trim())
    .filter((name) => /^[A-Z][A-Z_]+$/.test(name))
}

test('a page of the guide names each variable that its samples read, or they are the three of all', () => {
  const unnamed = Object.keys(expected).flatMap((page) => {
    const markdown = readFileSync(`${projectFolder}/docs/guide/${page}.md`, 'utf8')
    const words = markdown.replaceAll(/^```[\s\S]*?^```$/gm, '')
    const isSet = (name: string) => new RegExp(`(^|[ ;&])${name}=`, 'm').test(markdown)
    return [...new Set(languages.flatMap((language) => ofGuide(page, language)).flatMap(readBy))]
      .filter((name) => !['JETPAY_URL', 'JETPAY_TOKEN', 'JETPAY_ACCOUNT'].includes(name))
      .filter((name) => !words.includes(`\`${name}\``) && !isSet(name))
      .map((name) => `${page}: ${name}`)
  })
  assert.deepEqual(unnamed, [])
})

for (const [page, outcome] of Object.entries(expected))
  test(`the samples of “${page}” do what the page says, in each of its languages`, async () => {
    const spoken = languages.filter((language) => ofGuide(page, language).length > 0)
    if (!page.startsWith('quick-start')) assert.equal(spoken.length, 3)
    await Promise.all(
      spoken.map(async (language) => {
        const program = ofGuide(page, language).map(({ source }) => source)
        const printed = await runner.run(page, language, program.join('\n'), {
          ORDER: `${page}-${language}`.slice(0, 20),
          START: '2030-01-31',
          CALLBACK_URL: callbackUrl(`${page}/${language}`),
        })
        assert.match(printed, outcome, language)
      }),
    )
  })

test('the shell samples of `docs/` that ask the API do what their pages say', async () => {
  const own = await readersOwn(platform)
  const run = async ([page, outcome]: [string, RegExp]) => {
    const program = samplesOf(page, 'sh').filter((sample) => !isOfCommands(sample))
    const source = [beginning(), ...program.map(({ source }) => source)].join('\n')
    const env = { ...own.env, DEBIT: own.debits[page] ?? own.env.DEBIT, JETPAY_DATA: runner.folder }
    const printed = await runner.run(page, 'sh', source, env, own.files)
    assert.match(printed, outcome, `${page} printed:\n${printed}`)
  }
  const ended = await Promise.allSettled(Object.entries(apiPages).map(run))
  const failed = ended.filter((one) => one.status === 'rejected').map(({ reason }) => reason.message)
  assert.equal(failed.length, 0, failed.join('\n\n'))
})

test('the samples of the packages’ pages do what they say, with a delivery of the platform’s', async () => {
  const { config, good } = platform
  const database = new pg.Client({ connectionString: config.databaseUrl })
  await database.connect()
  await database.query('create schema shop; set search_path to shop')
  await database.query('create table jetpay_events (stream text primary key, last_event_id bigint)')
  const shop = `${config.databaseUrl}?options=${encodeURIComponent('-c search_path=shop')}`

  const hook = { callback_url: callbackUrl('packages'), max_wait_seconds: 0 }
  const webhook = await good('POST', '/webhooks/', hook)
  await platform.createContact()
  // Others' samples have webhooks of their own, which are delivered to here too.
  const came = await until('a delivery', async () => {
    const { webhookId, events } = JSON.parse(delivered?.body ?? '{}')
    const is = webhookId === webhook.id && events.some(({ type }: any) => type === 'contacts.created')
    return is && delivered
  })
  await good('DELETE', `/webhooks/${webhook.identifier}`)
  await Promise.all(
    packagePages.map(async ({ page, language, calls, prints }) => {
      // Of the receivers that are files each is a program of its own, and tested as one.
      const own = samplesOf(page, language).filter((sample) => !isExampleFile(sample))
      const source = [...own.map((sample) => sample.source), calls].join('\n')
      const env = {
        DATABASE_URL: shop,
        JETPAY_WEBHOOK: webhook.identifier,
        JETPAY_JWKS_URL: `${platform.url}/.well-known/jwks.json`,
      }
      const files = { 'delivery.json': JSON.stringify(came) }
      assert.match(await runner.run(page, language, source, env, files), prints, page)
    }),
  )
  for (const { source } of samplesOf('sdk/README.md', 'sql')) await database.query(source)
  const { rows } = await database.query('select last_event_id from jetpay_events')
  assert.deepEqual(rows, [{ last_event_id: '41' }])
  await database.end()
})

test('the sums of a summary can be made anew, as the page says', async () => {
  const database = new pg.Client({ connectionString: platform.config.databaseUrl })
  await database.connect()
  for (const { source } of samplesOf('docs/summaries.md', 'sql')) await database.query(source)
  const { rows } = await database.query('select summed_before from summed_until')
  await database.end()
  assert.equal(rows.length, 1)
})

test('every sample is run, or stands in a list with where it is or why it cannot be', () => {
  const all = pages.flatMap((page) => samplesOf(page))
  assert.ok(all.length > 150)
  const ofPackages = (sample: Sample) =>
    packagePages.some(({ page, language }) => page === sample.page && language === sample.language)
  const isRun = (sample: Sample) =>
    isPicture(sample) ||
    isExampleFile(sample) ||
    ofPackages(sample) ||
    // Those of the guide: the test of its languages, and quick-starts.long.test.ts.
    (sample.page.startsWith('docs/guide/') && ['sh', 'python', 'js', 'console'].includes(sample.language)) ||
    ['docs/summaries.md sql', 'sdk/README.md sql', 'docs/api.md sh'].includes(
      `${sample.page} ${sample.language}`,
    ) ||
    (isOfCommands(sample)
      ? Object.hasOwn(commandPages, sample.page)
      : sample.language === 'sh' && Object.hasOwn(apiPages, sample.page))
  const listed = { ...heldElsewhere, ...cannotRun }
  const stray = all.filter((sample) => !isRun(sample) && !Object.hasOwn(listed, sample.title))
  assert.deepEqual(
    stray.map(({ title }) => title),
    [],
    'neither run nor listed',
  )
  for (const title of Object.keys(listed))
    assert.ok(
      all.some((sample) => sample.title === title),
      title,
    )
  for (const [title, file] of Object.entries(heldElsewhere)) {
    const page = title.slice(0, title.indexOf(':'))
    assert.ok(
      readFileSync(`${projectFolder}/${file}`, 'utf8').includes(page),
      `${file} runs a sample of ${page}`,
    )
  }
  for (const page of [...Object.keys(apiPages), ...Object.keys(commandPages)])
    assert.ok(
      all.some((sample) => sample.page === page),
      `${page} has samples`,
    )
})

test('every JSON sample is JSON', () => {
  for (const { page, source } of pages.flatMap((page) => samplesOf(page, 'json')))
    assert.doesNotThrow(() => JSON.parse(source), page)
})
