/**
 * The TypeScript package as projects of each kind have it: installed from what is packed, compiled by their
 * compiler under their settings, strict, with their libraries checked and not, and loaded.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { projectFolder } from '../src/ground/config.ts'
import { installAside } from '../test/install-aside.ts'
import { installPacked } from '../test/install-packed.ts'
import { shopSource } from './first-shops.ts'
import { typedUses } from './typed-uses.ts'

/** The last that is written in JavaScript, which most projects have; node10 went with it. */
const OLDER = 'typescript@5.9.3'
type Compiler = 'ours' | 'older'

/** What a project's tsconfig.json says, its package.json's `type`, and who compiles it. */
type Project = { module: string; moduleResolution?: string; type: string; compilers: Compiler[] }
const compilerNames: Record<Compiler, string> = { ours: 'TypeScript 7', older: 'TypeScript 5.9' }
const both: Compiler[] = ['ours', 'older']
const projects: Project[] = [
  { module: 'nodenext', type: 'module', compilers: both },
  { module: 'nodenext', type: 'commonjs', compilers: both },
  { module: 'node16', type: 'module', compilers: both },
  { module: 'node16', type: 'commonjs', compilers: both },
  { module: 'commonjs', type: 'commonjs', compilers: both },
  { module: 'commonjs', moduleResolution: 'node10', type: 'commonjs', compilers: ['older'] },
  { module: 'commonjs', moduleResolution: 'bundler', type: 'commonjs', compilers: ['ours'] },
  { module: 'es2022', moduleResolution: 'bundler', type: 'module', compilers: both },
  { module: 'preserve', type: 'module', compilers: both },
]

const pageSource = `import { type MountedCard, mountCard } from '@jetpay/node/embed'
export const show = (url: string): MountedCard =>
  mountCard(document.body, { url, onSucceeded: ({ last4 }) => document.title = last4, onFailed: ({ failReason }) => alert(failReason) })
// @ts-expect-error: it is mounted in an element
export const wrong = () => mountCard('card', { url: 'x' })
`
const listSource = `import { openJetpay } from '@jetpay/node'
import { remoteKeys, verifyDelivery } from '@jetpay/node/webhooks'
const jetpay = openJetpay({ baseUrl: 'https://pay.example.com', token: 'jp_x' })
export async function all(): Promise<[string, number]> {
  let type = ''
  for await (const event of jetpay.listEvents({ after: 0, wait: 30 })) type = event.type
  for await (const { number } of jetpay.listScheduleOccurrences({ identifier: 'x' })) return [type, number]
  // @ts-expect-error: a contact is no list
  for await (const contact of jetpay.getContact({ contact_id: 'x' })) type = contact
  return [type, (await jetpay.listEvents()).last_event_id]
}
const keys = remoteKeys('https://pay.example.com/.well-known/jwks.json')
export const receive = (request: Request) => verifyDelivery(request, { jwksUrl: '', keys, audience: 'x' })
`

describe('the packed package', () => {
  let app: string
  let compilers: Record<Compiler, string>
  const write = (name: string, text: string) => writeFileSync(`${app}/${name}`, text)
  const run = (...args: string[]) => promisify(execFile)(process.execPath, args, { cwd: app })

  before(async () => {
    app = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER ?? tmpdir()}/consumers-`)
    write('package.json', '{}')
    await installPacked(app)
    for (const name of ['@types', 'undici-types'])
      symlinkSync(`${projectFolder}/node_modules/${name}`, `${app}/node_modules/${name}`)
    const older = `${await installAside(OLDER)}/node_modules`
    compilers = {
      ours: `${projectFolder}/node_modules/typescript/bin/tsc`,
      older: `${older}/typescript/bin/tsc`,
    }
    write('shop.ts', shopSource)
    write('lists.ts', listSource)
    write('page.ts', pageSource)
    write('typed.ts', typedUses)
  })
  after(() => rmSync(app, { recursive: true, force: true }))

  // What holds with libraries checked holds without: once for each compiler is enough.
  for (const { module, moduleResolution, type, compilers: by } of projects)
    for (const compiler of by)
      for (const skipLibCheck of module === 'nodenext' && type === 'module' ? [true, false] : [false]) {
        const named = `module ${module}${moduleResolution ? ` with ${moduleResolution}` : ''} in a ${type} project`
        it(`is right under ${named}, by ${compilerNames[compiler]}, libraries ${skipLibCheck ? 'not ' : ''}checked`, async () => {
          write('package.json', JSON.stringify({ type }))
          const compilerOptions = {
            module,
            ...(moduleResolution && { moduleResolution }),
            target: 'es2022',
            strict: true,
            exactOptionalPropertyTypes: true,
            noUncheckedIndexedAccess: true,
            noPropertyAccessFromIndexSignature: true,
            skipLibCheck,
            types: ['node'],
          }
          const server = { ...compilerOptions, lib: ['es2022'], outDir: 'out' }
          const page = { ...compilerOptions, lib: ['es2022', 'dom'], types: [], noEmit: true }
          for (const [options, ...files] of [
            [server, 'shop.ts', 'lists.ts', 'typed.ts'],
            [page, 'page.ts'],
          ] as const) {
            write('tsconfig.json', JSON.stringify({ compilerOptions: options, files }))
            await run(compilers[compiler], '-p', '.').catch((error) => assert.fail(error.stdout))
          }
          const { stdout } = await run(
            '-e',
            "import('./out/shop.js').then((shop) => console.log(typeof shop.openShop))",
          )
          assert.equal(stdout.trim(), 'function')
        })
      }

  it('is one client, whether it is imported or required', async () => {
    write('package.json', '{ "type": "module" }')
    write(
      'both.js',
      `import { createRequire } from 'node:module'
import * as imported from '@jetpay/node'
import { DeliveryError, statusFor } from '@jetpay/node/webhooks'
const require = createRequire(import.meta.url)
const required = require('@jetpay/node')
const webhooks = require('@jetpay/node/webhooks')
const error = new required.JetpayError('card_declined', 'x')
console.log(imported.isJetpayError(error, 'card_declined'), webhooks.statusFor(new DeliveryError('replayed', 'x')))
console.log(Object.keys(imported).join() === Object.keys(required).sort().join(), statusFor(new Error('x')))
`,
    )
    assert.equal((await run('both.js')).stdout, 'true 401\ntrue 500\n')
  })
})
