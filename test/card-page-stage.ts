/**
 * For the browser tests of the page: a server that plays the vault (127.0.0.1) and one that plays the
 * platform which frames it (localhost, so another site). Both are real HTTP servers on ports of their own.
 */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FrameLocator, Page } from 'playwright-core'
import { newNonce } from '../src/ground/nonce.ts'
import { assetHeaders } from '../src/ground/page-assets.ts'
import { APPEARANCE_PATH, appearanceAsset, assets } from '../src/vault/page/assets.ts'
import { securityHeaders } from '../src/vault/page/headers.ts'
import {
  type CardPage,
  type OutcomePage,
  renderCardPage,
  renderOutcomePage,
} from '../src/vault/page/render.ts'
import { launchBrowser, openPage } from './browser.ts'

export type PlayedAnswer = { status: number; body: unknown } | 'hang up'

async function serve(listener: RequestListener, host: string) {
  const server: Server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return { server, port: (server.address() as AddressInfo).port }
}

/**
 * The vault: `/tokenize/t` is the card page, `/outcome` an outcome page; both are rendered as asked by
 * `show`.
 */
export async function startPlayedVault() {
  const state = {
    card: {} as Partial<CardPage>,
    outcome: { kind: 'used' } as Partial<OutcomePage>,
    /** Called for each submitted card. */
    answer: async (_body: unknown): Promise<PlayedAnswer> => ({ status: 500, body: {} }),
    submitted: [] as unknown[],
    /** Every request line, to show that no card data is in one. */
    requested: [] as string[],
    /** Asset names that are missing, as after a deploy in mid-load. */
    missing: [] as string[],
  }
  const { server, port } = await serve(async (request, response) => {
    const path = request.url!
    state.requested.push(path)
    const asset = path.startsWith(APPEARANCE_PATH)
      ? appearanceAsset(path.slice(APPEARANCE_PATH.length + 1))
      : assets.get(path)
    if (asset && !state.missing.some((name) => path.endsWith(name))) {
      return void response.writeHead(200, assetHeaders(asset)).end(asset.body)
    }
    const allowedOrigins = state.card.allowedOrigins ?? []
    const nonce = newNonce()
    const headers = {
      ...securityHeaders(allowedOrigins, 'demo', nonce),
      'Content-Type': 'text/html; charset=utf-8',
    }
    if (request.method === 'GET' && path === '/tokenize/t') {
      const page = renderCardPage({
        ticket: 't',
        creditCardId: 'card-1',
        language: 'en',
        companyName: 'Northwind Ski School',
        environment: 'demo',
        ...state.card,
        nonce,
        allowedOrigins,
      })
      return void response.writeHead(200, headers).end(page)
    }
    if (request.method === 'GET' && path === '/outcome') {
      const page = renderOutcomePage({
        kind: 'used',
        language: 'en',
        ...state.outcome,
        nonce,
        allowedOrigins,
      })
      return void response.writeHead(200, headers).end(page)
    }
    if (request.method === 'POST' && path === '/tokenize/t') {
      let text = ''
      for await (const chunk of request) text += chunk
      state.submitted.push(JSON.parse(text))
      const answer = await state.answer(JSON.parse(text))
      if (answer === 'hang up') return void request.socket.destroy()
      return void response
        .writeHead(answer.status, { 'Content-Type': 'application/json' })
        .end(JSON.stringify(answer.body))
    }
    response.writeHead(404).end()
  }, '127.0.0.1')
  return { state, server, origin: `http://127.0.0.1:${port}` }
}

/**
 * The platform: any path is a page that frames `?frame=<url>` and keeps the messages it gets in
 * `window.heard`.
 */
export async function startPlatform() {
  const page = `<!doctype html><html lang="en"><title>Platform</title><body style="margin:0;background:#dfe8dc">
<script>
heard = []
addEventListener('message', (event) => {
  heard.push({ origin: event.origin, data: event.data })
  if (event.data.type === 'resize') document.querySelector('iframe').style.height = event.data.height + 'px'
})
const frame = document.createElement('iframe')
frame.title = 'Card'
frame.style = 'border:0;width:100%;height:150px;display:block'
frame.src = new URL(location).searchParams.get('frame')
document.body.append(frame)
</script>`
  const { server, port } = await serve((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page)
  }, 'localhost')
  return { server, origin: `http://localhost:${port}` }
}

export type Heard = { origin: string; data: Record<string, unknown> }

export const visa = {
  number: '4242424242424242',
  expiry: '0829',
  cvc: '123',
  name: 'Amélie Roy',
  postal_code: 'k1a0b1',
}

export const input = (frame: FrameLocator | Page, name: string) => frame.locator(`#field-${name}`)

/** Puts a card into the form, field by field. */
export async function fillIn(frame: FrameLocator | Page, card: Partial<typeof visa> = visa) {
  for (const [name, text] of Object.entries(card)) await input(frame, name).fill(text)
}

/** The messages that the platform's page has got. */
export const heard = (page: Page) => page.evaluate('heard') as Promise<Heard[]>

/** Waits for a message of this type and returns it. */
export async function hears(page: Page, type: string): Promise<Record<string, unknown>> {
  await page.waitForFunction(`heard.some((message) => message.data.type === '${type}')`)
  return (await heard(page)).find(({ data }) => data.type === type)!.data
}

/**
 * Starts vault, platform and browser for the tests of a file; each test has fresh pages and a vault that
 * saves.
 */
export async function startStage() {
  const vault = await startPlayedVault()
  const platform = await startPlatform()
  const browser = await launchBrowser()
  const pages: Page[] = []

  const open = async (width = 1280) => {
    const page = await openPage(browser, width)
    pages.push(page)
    return page
  }
  return {
    vault,
    platform,
    browser,
    open,
    /** The platform's page with the card page in its frame, ready to type. */
    async openFramed(width?: number, path = '/tokenize/t') {
      const page = await open(width)
      await page.goto(`${platform.origin}/?frame=${vault.origin}${path}`)
      const frame = page.frameLocator('iframe')
      await frame.locator('html[data-started]').waitFor()
      return { page, frame }
    },
    async reset() {
      for (const page of pages.splice(0)) await page.context().close()
      Object.assign(vault.state, {
        card: { allowedOrigins: [platform.origin], now: new Date('2026-11-21T12:00:00Z') },
        submitted: [],
        requested: [],
        missing: [],
        answer: async () => ({ status: 200, body: { outcome: 'succeeded', brand: 'visa', last4: '4242' } }),
      })
    },
    async stop() {
      await browser.close()
      for (const { server } of [vault, platform]) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}
