import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { startShop } from './shop.ts'

/** A port that nothing listens on: the platform is not up yet. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('the shop, while the platform is not up', () => {
  let shop: Awaited<ReturnType<typeof startShop>>

  before(async () => {
    const apiUrl = `http://127.0.0.1:${await closedPort()}`
    shop = await startShop({
      port: 0,
      host: '127.0.0.1',
      apiUrl,
      apiToken: 'jp_demo_of_nobody',
      bankAccountId: '01920000-0000-7000-8000-000000000001',
      jwksUrl: `${apiUrl}/.well-known/jwks.json`,
    })
  })
  after(() => shop.close())

  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${shop.url}${path}`, { redirect: 'manual', ...init })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  it('serves its page, on which only its own scripts run', async () => {
    const { status, headers, text } = await ask('/')
    assert.equal(status, 200)
    const policy = headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/)
    assert.match(policy, /frame-ancestors 'none'/)
    assert.doesNotMatch(policy, /unsafe/)
    assert.doesNotMatch(text, /<script>|<style|\sstyle=|\son\w+=/)
  })

  it('serves each file that the page names or a script imports, its scripts as JavaScript', async () => {
    const seen = new Set<string>()
    const follow = async (path: string): Promise<void> => {
      if (seen.has(path)) return
      seen.add(path)
      const { status, headers, text } = await ask(path)
      assert.equal(status, 200, path)
      if (path.endsWith('.js')) {
        assert.match(headers.get('content-type') ?? '', /^text\/javascript/)
        assert.doesNotMatch(text, /\.ts'/)
      }
      for (const [, named] of text.matchAll(/(?:href|src)="(\/page\/[^"]+)"/g)) await follow(named!)
      for (const [, imported] of text.matchAll(/from '\.\/([^']+)'/g)) await follow(`/page/${imported}`)
    }
    await follow('/')
    assert.ok(seen.has('/page/pay.js'))
  })

  it('tells the page, by its event stream, that the webhook is not registered yet', async () => {
    const stop = new AbortController()
    const response = await fetch(`${shop.url}/api/events`, { signal: stop.signal })
    assert.equal(response.headers.get('content-type'), 'text/event-stream')
    const { value } = await response.body!.getReader().read()
    assert.match(new TextDecoder().decode(value), /event: webhook\ndata: \{"registered":false/)
    stop.abort()
  })

  it('asks for a later delivery of events, because it cannot tell yet which are its own', async () => {
    assert.equal((await ask('/webhook', { method: 'POST', body: '{}' })).status, 503)
  })

  it("refuses writes that another site's page sends", async () => {
    const elsewhere = { origin: 'https://elsewhere.example', 'content-type': 'application/json' }
    assert.equal((await ask('/api/contacts', { method: 'POST', headers: elsewhere, body: '{}' })).status, 403)
    assert.equal((await ask('/api/contacts', { method: 'POST', body: '{}' })).status, 403)
  })

  it('refuses ids that are none, so that no path of the platform can be smuggled in', async () => {
    for (const id of ['1', '..', '%2e%2e%2fwebhooks', '..%2fwebhooks%3f']) {
      const { status } = await ask(`/api/contacts/${id}/cards`)
      assert.ok(status === 400 || status === 404, `${id} got ${status}`)
    }
  })

  it('sends whoever comes by another name to the one origin that may frame card pages', async () => {
    const response = await fetch(`http://localhost:${shop.port}/`, { redirect: 'manual' })
    assert.equal(response.status, 302)
    assert.equal(response.headers.get('location'), `${shop.url}/`)
    assert.equal((await fetch(`http://localhost:${shop.port}/api/contacts`)).status, 421)
  })

  it('gives a payment up with an honest answer when the platform does not answer', async () => {
    const id = '01920000-0000-7000-8000-000000000002'
    const { status, text } = await ask(`/api/contacts/${id}/cards/${id}/pay`, {
      method: 'POST',
      headers: {
        origin: shop.url,
        'content-type': 'application/json',
        'idempotency-key': '0123456789abcdef',
      },
      body: JSON.stringify({ amount: '1.00', note: '' }),
    })
    assert.equal(status, 502)
    assert.equal(JSON.parse(text).code, 'no_answer')
  })
})
