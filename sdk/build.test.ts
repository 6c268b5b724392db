/** The package that is published: JavaScript and types, without anything that only Node has. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { projectFolder } from '../src/ground/config.ts'
import { readPages } from '../src/guide/pages.ts'
import { pages, samplesOf } from '../test/guide/samples.ts'
import { typedUses } from './typed-uses.ts'

/** A blank project with the packed package in it, as `npm install` lays it. */
const app = mkdtempSync(`${tmpdir()}/jetpay-sdk-`)
const installed = `${app}/node_modules/@jetpay/node`
const run = (file: string, args: string[], cwd = app) => execFileSync(file, args, { cwd, encoding: 'utf8' })

before(() => {
  mkdirSync(installed, { recursive: true })
  symlinkSync(`${projectFolder}/node_modules/jose`, `${app}/node_modules/jose`)
  run(process.execPath, [`${projectFolder}/sdk/build.ts`, `${app}/built`])
  run('npm', ['pack', '--silent', '--pack-destination', app], `${app}/built`)
  const [packed] = globSync('*.tgz', { cwd: app })
  run('tar', ['-xzf', packed!, '-C', installed, '--strip-components=1'])
  writeFileSync(`${app}/package.json`, '{ "type": "module" }')
})
after(() => rmSync(app, { recursive: true, force: true }))

/** A customer's first program; it must be right in types, and run. */
const uses = `
const jetpay = openJetpay({ baseUrl: 'https://pay.example.com', token: 'jp_demo_x' })
export async function first(): Promise<string> {
  const { identifier } = await jetpay.createContact({ email: 'ada@example.com', name: 'Ada' })
  const { url } = await jetpay.generateCreditCardTokenizationUrl({ contact_id: identifier })
  for await (const debit of jetpay.listTransactions({ contact_id: identifier })) console.log(debit.amount)
  return url
}
export const isBad = (error: unknown) => isJetpayError(error, 'card_declined') && error.failReason === 'expired_card'
export const receive = (request: Request) => verifyDelivery(request, { jwksUrl: 'https://pay.example.com/jwks', audience: 'x' })
// @ts-expect-error: a contact has a name
export const wrong = () => jetpay.createContact({ email: 'ada@example.com' })
console.log(Object.keys(jetpay).length > 50, typeof verifyDelivery)
`

/** How strict a project can be, and what it has besides. */
const strict = [
  '--strict',
  '--exactOptionalPropertyTypes',
  '--noUncheckedIndexedAccess',
  '--target',
  'es2022',
  '--module',
  'nodenext',
  '--lib',
  'es2022,dom,dom.iterable,esnext.asynciterable',
]
const compile = (...args: string[]) => run(`${projectFolder}/node_modules/.bin/tsc`, strict.concat(args))

test('a blank project is right under strict TypeScript and runs, as a module and as CommonJS', () => {
  const names = '{ isJetpayError, openJetpay }'
  writeFileSync(
    `${app}/module.ts`,
    `import ${names} from '@jetpay/node'\nimport { verifyDelivery } from '@jetpay/node/webhooks'\n${uses}`,
  )
  writeFileSync(
    `${app}/common.cts`,
    `import jetpayNode = require('@jetpay/node')\nimport webhooks = require('@jetpay/node/webhooks')\nconst ${names} = jetpayNode\nconst { verifyDelivery } = webhooks\n${uses}`,
  )
  compile('--types', '', 'module.ts', 'common.cts')
  for (const file of ['module.js', 'common.cjs'])
    assert.equal(run(process.execPath, [`${app}/${file}`]).trim(), 'true function', file)
})

test('codes, reasons and events are typed: what is known narrows, and a typing mistake does not compile', () => {
  writeFileSync(`${app}/typed.ts`, typedUses)
  compile('--noEmit', '--types', '', 'typed.ts')
})

test('a page that imports the embed from the platform has its types, those of the source', () => {
  const own = readFileSync(`${installed}/embed/mount-card.d.ts`, 'utf8')
  const served = readFileSync(`${projectFolder}/sdk/embed/generated/v1.d.ts`, 'utf8')
  const without = (types: string, line: RegExp) => types.replace(line, '')
  assert.equal(
    without(served, /^type FailReason = .*$/m),
    without(own, /^import type \{ FailReason \} .*$/m),
    'run: npm run sdk',
  )
  const [config] = samplesOf('docs/embed.md', 'json')
  writeFileSync(`${app}/jetpay-embed.d.ts`, served)
  writeFileSync(
    `${app}/page.ts`,
    `import { mountCard } from 'https://pay.example.com/embed/v1.mjs'
export const card = mountCard(document.body, { url: 'x', onSucceeded: ({ last4 }) => console.log(last4) })
declare const Jetpay: typeof import('https://pay.example.com/embed/v1.mjs')
Jetpay.mountCard(document.body, { url: 'x' }).unmount()
// @ts-expect-error: no such reason
mountCard(document.body, { url: 'x', onFailed: ({ failReason }) => failReason === 'insuficient_funds' })
// @ts-expect-error: no such option
mountCard(document.body, { url: 'x', onSuccess() {} })
`,
  )
  const given = JSON.parse(config!.source)
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: 'esnext',
    types: [],
    ...given.compilerOptions,
  }
  writeFileSync(`${app}/tsconfig.page.json`, JSON.stringify({ compilerOptions, files: ['page.ts'] }))
  run(`${projectFolder}/node_modules/.bin/tsc`, ['-p', 'tsconfig.page.json'])
})

test('every TypeScript sample of the documentation is right under strict TypeScript', () => {
  // Those who use Express, Fastify and pg have them, and Node's types.
  for (const name of ['@types', 'express', 'fastify', 'pg', 'undici-types'])
    symlinkSync(`${projectFolder}/node_modules/${name}`, `${app}/node_modules/${name}`)
  const samples = pages.flatMap((page) => samplesOf(page, 'ts'))
  assert.ok(samples.length >= 6)
  const files = samples.map(({ source }, at) => {
    writeFileSync(`${app}/sample-${at}.ts`, `${source}\nexport {}\n`)
    return `sample-${at}.ts`
  })
  compile('--noEmit', '--skipLibCheck', '--types', 'node', ...files)
})

test('it is imported by its name, with every function that the source has', async () => {
  const program = "console.log(Object.keys(await import('@jetpay/node/webhooks')).join())"
  const names = run(process.execPath, ['--input-type=module', '-e', program])
  assert.equal(names.trim(), Object.keys(await import('./webhooks/webhooks.ts')).join())
})

test('its README leads to nothing that is not packed, but to pages that each installation has, and its licence is in it', () => {
  const readme = readFileSync(`${installed}/README.md`, 'utf8')
  const links = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, href]) => href!.replace(/#.*/, ''))
  const lost = links.filter((href) => !/^(https:|$)/.test(href) && !existsSync(`${installed}/${href}`))
  assert.deepEqual(lost, [])
  const named = [...readme.matchAll(/`\/docs\/guide\/([^`#]+)[^`]*` of your installation/g)].map(
    ([, page]) => page!,
  )
  assert.ok(named.length >= 3)
  const guide = readPages()
  for (const page of named) assert.ok(guide.has(page), page)
  const [licence, own] = [`${installed}/LICENSE`, `${projectFolder}/LICENSE`].map((file) =>
    readFileSync(file, 'utf8'),
  )
  assert.equal(licence, own)
})

test('its files import each other and jose alone, and it has types', () => {
  const imported = globSync('**/*.js', { cwd: installed })
    .flatMap((name) => [
      ...readFileSync(`${installed}/${name}`, 'utf8').matchAll(/(?:from |require\()['"]([^'"]+)['"]/g),
    ])
    .map(([, from]) => from!)
  assert.ok(imported.length > 5)
  assert.deepEqual(
    [...new Set(imported.filter((from) => !/^\.\.?\/([a-z.-]+\/)?[a-z.-]+\.js$/.test(from)))],
    ['jose'],
  )
  const { exports, main, types } = JSON.parse(readFileSync(`${installed}/package.json`, 'utf8'))
  const { './package.json': own, ...parts } = exports
  const paths = Object.values<any>(parts).flatMap((one) => [one.import, one.require].flatMap(Object.values))
  assert.equal(paths.length, 12)
  for (const path of [own, main, types, ...paths]) assert.ok(existsSync(`${installed}/${path}`), path)
})
