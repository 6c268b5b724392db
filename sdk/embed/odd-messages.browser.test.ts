/** What a card page, or who speaks in its name, can say wrong to the script that the platform serves. */
import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import fastify from 'fastify'
import type { Browser, Page } from 'playwright-core'
import { serveEmbed } from '../../src/cards/serve-embed.ts'
import { launchBrowser, openPage } from '../../test/browser.ts'

const server = fastify()
let browser: Browser
let page: Page
let cardPage: string
before(async () => {
  serveEmbed(server)
  const html = (route: string, text: string) =>
    server.get(route, (_request, reply) => reply.type('text/html').send(text))
  html('/', '<!doctype html><title>Shop</title><div id="card"></div><script src="/embed/v1.js"></script>')
  html('/card', '<!doctype html><title>Card page</title>')
  await server.listen({ port: 0, host: 'localhost' })
  const { port } = server.addresses()[0] as AddressInfo
  cardPage = `http://localhost:${port}/card`
  browser = await launchBrowser()
  page = await openPage(browser)
  await page.goto(`http://localhost:${port}/`)
})
after(async () => {
  await browser?.close()
  await server.close()
})

/** What the page answers to `script`, which has a card page mounted, and `say` to speak as it would. */
const mounted = (script: string) =>
  page.evaluate(`(() => {
    const heard = []
    const on = (name) => (value) => heard.push(value === undefined ? [name] : [name, value])
    const { origin } = new URL('${cardPage}')
    const place = document.createElement('div')
    document.getElementById('card').append(place)
    const card = Jetpay.mountCard(place, { url: '${cardPage}', onReady: on('ready'), onSucceeded: on('succeeded'), onFailed: on('failed') })
    const window_ = card.iframe.contentWindow
    const say = (message, source = window_) =>
      window.dispatchEvent(new MessageEvent('message', { origin, source, data: { source: 'jetpay', version: 1, ...message } }))
    try { ${script} } finally { card.unmount() }
  })()`)

test('it hears nobody once its element was taken out of the page, whoever sends', async () => {
  assert.deepEqual(await mounted("say({ type: 'ready' }); say({ type: 'ready' }, null); return heard"), [
    ['ready'],
  ])
  const claims =
    "say({ type: 'succeeded' }, null); say({ type: 'failed' }, window_); say({ type: 'ready' }, window)"
  assert.deepEqual(await mounted(`place.remove(); ${claims}; return heard`), [])
})

test('a height that is no positive number leaves the frame as it is', async () => {
  const odd = "NaN -5 0 -0 Infinity -Infinity null undefined '300' '0x20' {} [] [300] 1n true '<x>'"
  for (const height of odd.split(' '))
    assert.equal(
      await mounted(`say({ type: 'resize', height: ${height} }); return card.iframe.style.height`),
      '420px',
      height,
    )
  for (const [height, px] of [
    ['300', '300px'],
    ['1.5', '1.5px'],
    ['2001', '2000px'],
    ['1e308', '2000px'],
  ])
    assert.equal(
      await mounted(`say({ type: 'resize', height: ${height} }); return card.iframe.style.height`),
      px,
    )
})
