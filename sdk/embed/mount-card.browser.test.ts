/**
 * The embed in a page of another origin than the platform's and the card page's, under the strictest policy
 * that such a page can have, over the whole platform.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, openPage } from '../../test/browser.ts'
import { bundleReactSample } from '../../test/guide/react-sample.ts'
import { samplesOf } from '../../test/guide/samples.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { fillFrame, pressSaveCard } from '../../test/shop-page.ts'

type Call = [name: string, value?: unknown]
declare const calls: Call[]

/** The page's own script: says where the card page goes, and keeps what is called. */
const ownScript = `
const calls = []
const on = (name) => (value) => { calls.push(value === undefined ? [name] : [name, value]) }
const all = () => ({ onReady: on('ready'), onSubmitted: on('submitted'), onSucceeded: on('succeeded'), onFailed: on('failed'), onSilent: on('silent') })
`

describe('mountCard', () => {
  let platform: Platform
  let browser: Browser
  let page: Page
  let complaints: string[]
  /** The page and the script of docs/embed.md. */
  const documented = { body: '', script: '' }
  const site = createServer((request, response) => {
    if (request.url === '/own.js')
      return void response.setHeader('content-type', 'text/javascript').end(ownScript)
    if (request.url === '/checkout.js')
      return void response.setHeader('content-type', 'text/javascript').end(documented.script)
    const cardPages = new URL(platform.config.vaultPublicUrl).origin
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src 'self' ${platform.url}; frame-src ${cardPages}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
    })
    if (request.url === '/documented')
      return void response.end(`<!doctype html><title>Shop</title>${documented.body}`)
    response.end(
      `<!doctype html><html lang="en"><title>Site</title><div id="card"></div><script src="/own.js"></script><script src="${platform.url}/embed/v1.js"></script>`,
    )
  })
  const origin = () => `http://localhost:${(site.address() as AddressInfo).port}`
  const called = () => page.evaluate(() => calls)
  const hears = (name: string) =>
    page.waitForFunction((wanted) => calls.some(([one]) => one === wanted), name)

  /** Bytes on the wire of what is answered to this Accept-Encoding. */
  async function sizeAs(path: string, encoding: string): Promise<number> {
    const [response] = await once(
      get(platform.url + path, { headers: { 'accept-encoding': encoding } }),
      'response',
    )
    let size = 0
    for await (const chunk of response) size += chunk.length
    return size
  }

  async function newUrl(options: object = { allowed_origins: [origin()] }) {
    const contact = await platform.createContact()
    const { body } = await platform.call('POST', `/contact/${contact}/creditcards/url`, options)
    return body as { url: string; credit_card_id: string }
  }
  const mount = (url: string) =>
    page.evaluate(
      `window.mounted = Jetpay.mountCard(document.getElementById('card'), { url: ${JSON.stringify(url)}, ...all(), appearance: { borderRadius: '8px', title: 'Your card' } }); undefined`,
    )
  async function enterCard(number: string) {
    await fillFrame(page, number)
    await pressSaveCard(page)
  }

  before(async () => {
    platform = await startPlatform()
    await new Promise<void>((resolve) => site.listen(0, 'localhost', resolve))
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    site.close()
    await platform?.close()
  })
  beforeEach(async () => {
    page = await openPage(browser)
    complaints = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted/i.test(message.text())) complaints.push(message.text())
    })
    await page.goto(origin())
  })
  afterEach(async () => {
    await page.context().close()
    assert.deepEqual(complaints, [])
  })

  it('tells that the page is ready, that a card was sent, and which card it became', async () => {
    const { url, credit_card_id } = await newUrl()
    await mount(url)
    await hears('ready')
    await enterCard('4242424242424242')
    await hears('succeeded')
    assert.deepEqual(await called(), [
      ['ready'],
      ['submitted'],
      ['succeeded', { creditCardId: credit_card_id, brand: 'visa', last4: '4242' }],
    ])
  })

  it('does in a page what docs/embed.md shows', async () => {
    const { url, credit_card_id } = await newUrl()
    const [[body], [script]] = [samplesOf('docs/embed.md', 'html'), samplesOf('docs/embed.md', 'js')]
    documented.body = body!.source.replaceAll('https://pay.example.com', platform.url)
    documented.script = `const url = ${JSON.stringify(url)}\n${script!.source}`
    const heard = page.waitForEvent('console', (message) => message.text().startsWith('entered'))
    await page.goto(`${origin()}/documented`)
    await enterCard('4242424242424242')
    assert.equal((await heard).text(), `entered ${credit_card_id} visa 4242`)
  })

  it('is mounted by the React component that docs/embed.md shows, once, and tells it the card', async () => {
    const { url, credit_card_id } = await newUrl()
    documented.body = '<div id="app"></div><script type="module" src="/checkout.js"></script>'
    documented.script = await bundleReactSample(platform.url, url)
    const heard = page.waitForEvent('console', (message) => message.text().startsWith('succeeded'))
    await page.goto(`${origin()}/documented`)
    await enterCard('4242424242424242')
    const card = { creditCardId: credit_card_id, brand: 'visa', last4: '4242' }
    assert.equal((await heard).text(), `succeeded ${JSON.stringify(card)}`)
    assert.equal(await page.locator('iframe').count(), 1)
  })

  it('tells why the network refused a card', async () => {
    const { url, credit_card_id } = await newUrl()
    await mount(url)
    await enterCard('4000000000000002')
    await hears('failed')
    assert.deepEqual((await called()).at(-1), [
      'failed',
      { creditCardId: credit_card_id, failReason: 'do_not_honour' },
    ])
  })

  it('makes the frame as high as the page in it, and named', async () => {
    await mount((await newUrl()).url)
    await hears('ready')
    const inner = () =>
      page
        .frameLocator('iframe')
        .locator('html')
        .evaluate((html) => Math.ceil(html.getBoundingClientRect().height))
    await page.waitForFunction(
      (height) => document.querySelector('iframe')!.getBoundingClientRect().height === height,
      await inner(),
    )
    assert.equal(await page.locator('iframe').getAttribute('title'), 'Your card')
  })

  it('believes no message of another window or origin, nor of another version', async () => {
    await mount((await newUrl()).url)
    await hears('ready')
    const height = await page.locator('iframe').evaluate((frame) => frame.getBoundingClientRect().height)
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const claim = { source: 'jetpay', version: 1, type: 'succeeded', brand: 'visa', last4: '4242' }
          window.postMessage(claim, '*')
          window.postMessage({ ...claim, type: 'resize', height: 1 }, '*')
          const from = document.querySelector('iframe')!.contentWindow
          const { origin } = new URL(document.querySelector('iframe')!.src)
          // What the right window says at the right origin, in words that this version does not know.
          const other = { data: { ...claim, version: 2 }, origin, source: from }
          window.dispatchEvent(new MessageEvent('message', other))
          window.dispatchEvent(
            new MessageEvent('message', { ...other, data: claim, origin: 'https://evil.example' }),
          )
          // Messages are handled in order: once this one has been, so have those before.
          window.addEventListener('message', ({ data }) => data === 'last' && resolve(undefined))
          window.postMessage('last', '*')
        }),
    )
    assert.deepEqual(await called(), [['ready']])
    assert.equal(
      await page.locator('iframe').evaluate((frame) => frame.getBoundingClientRect().height),
      height,
    )
  })

  it('leaves nothing behind when it is unmounted: no frame, no listener, no call', async () => {
    const { url } = await newUrl()
    await mount(url)
    await hears('ready')
    await page.evaluate(`
      const { contentWindow } = mounted.iframe
      const origin = new URL(mounted.iframe.src).origin
      mounted.unmount(); mounted.unmount()
      window.dispatchEvent(new MessageEvent('message', { origin, source: contentWindow, data: { source: 'jetpay', version: 1, type: 'failed' } }))
    `)
    assert.equal(await page.locator('iframe').count(), 0)
    assert.deepEqual(await called(), [['ready']])
  })

  it('says so when a page that may not speak to this one stays silent', async () => {
    await page.clock.install()
    await page.goto(origin())
    await mount((await newUrl({})).url)
    await page.frameLocator('iframe').getByLabel('Card number').waitFor()
    await page.clock.fastForward(20_000)
    await hears('silent')
    assert.deepEqual(await called(), [['silent']])
  })

  it('names what was given wrong, and what to give instead', async () => {
    const place = 'document.body'
    const url = "url: 'https://pay.example/tokenize/x'"
    for (const [call, says] of [
      ['null, {}', /element is none; give the element/],
      [`'#card', { ${url} }`, /element is none; give the element/],
      [`document, { ${url} }`, /element is none; give the element/],
      [`document.createTextNode('x'), { ${url} }`, /element is none; give the element/],
      [`document.createDocumentFragment(), { ${url} }`, /element is none; give the element/],
      [`document.createElement('div'), { ${url} }`, /element is not in the page; append it first/],
      [
        `document.implementation.createHTMLDocument().body, { ${url} }`,
        /element is not in the page; append it first/,
      ],
      [`${place}, { ${url}, appearance: null }`, /options\.appearance is null; give an object/],
      [`${place}, { ${url}, appearance: 8 }`, /options\.appearance is 8; give an object/],
      ...['NaN', '-1', 'Infinity', '2001'].map(
        (height) =>
          [
            `${place}, { ${url}, appearance: { minHeight: ${height} } }`,
            new RegExp(`options\\.appearance\\.minHeight is ${height}; give CSS pixels from 0 to 2000`),
          ] as const,
      ),
      [place, /options\.url is missing; give the url that your backend got/],
      [`${place}, {}`, /options\.url is missing/],
      [`${place}, { url: undefined, onReady: on('ready') }`, /options\.url is missing/],
      [
        `${place}, { url: '/tokenize/x' }`,
        /options\.url is "\/tokenize\/x", which is no URL; give the url as/,
      ],
      [`${place}, { url: 7 }`, /options\.url is 7, which is no URL/],
      [`${place}, { url: {} }`, /options\.url is \{\}, which is no URL/],
      [
        `${place}, { url: 'http://pay.example/x' }`,
        /options\.url is at http:\/\/pay\.example, which is not https/,
      ],
      [`${place}, { url: 'javascript:alert(1)' }`, /options\.url is at javascript:.*not https/],
      [`${place}, { ${url}, onSuccess() {} }`, /options has no "onSuccess"; there are .*onSucceeded/],
      [`${place}, { ${url}, onReady: 'ready' }`, /options\.onReady is no function/],
      [
        `${place}, { ${url}, appearance: { radius: '8px' } }`,
        /options\.appearance has no "radius"; there are borderRadius/,
      ],
      [
        `${place}, { ${url}, appearance: { minHeight: '420px' } }`,
        /options\.appearance\.minHeight is no number; give 420/,
      ],
    ] as const) {
      const refused = await page.evaluate(
        `try { Jetpay.mountCard(${call}); 'mounted' } catch (error) { String(error) }`,
      )
      assert.match(String(refused), new RegExp(`^TypeError: mountCard: .*${says.source}`), call)
    }
    assert.equal(await page.locator('iframe').count(), 0)
  })

  it('is a module too, below 4 kB compressed, and any origin may load either', async () => {
    for (const path of ['/embed/v1.js', '/embed/v1.mjs']) {
      const response = await fetch(`${platform.url}${path}`)
      assert.equal(response.headers.get('access-control-allow-origin'), '*')
      assert.equal(response.headers.get('cross-origin-resource-policy'), 'cross-origin')
      assert.equal(response.headers.get('vary'), 'Accept-Encoding')
      const text = await response.text()
      for (const encoding of ['br', 'gzip']) assert.ok((await sizeAs(path, encoding)) < 2_048, encoding)
      for (const refused of ['identity', 'br;q=0, gzip;q=0.0', ''])
        assert.equal(await sizeAs(path, refused), Buffer.byteLength(text))
      assert.equal(/[?:] ?(string|unknown|void)\b/.test(text), false, 'no types are left')
    }
    const types = await fetch(`${platform.url}/embed/v1.mjs`).then(({ headers }) =>
      headers.get('x-typescript-types'),
    )
    const declared = await fetch(new URL(types!, platform.url))
    assert.match(declared.headers.get('content-type')!, /^application\/typescript/)
    assert.match(await declared.text(), /export declare function mountCard\(element: Element/)
    const module = await page.evaluate(
      async (url) => Object.keys(await import(url)),
      `${platform.url}/embed/v1.mjs`,
    )
    assert.ok(module.includes('mountCard'))
  })
})
