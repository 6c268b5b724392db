import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostName, loopback } from '../../ground/host-name.ts'
import { signDelivery } from '../../webhooks/sign-delivery.ts'
import { type Event, isUnknownHost } from './listen-events.ts'
import type { Identity, ListenState } from './listen-state.ts'

/** As long as the platform waits for a receiver. */
const TIMEOUT_MS = 15_000

/** No webhook of the platform's has this number. */
const WEBHOOK_NUMBER = 0

/** What the receiver answered: its status, or in words why there is none. */
export type Forwarded = { ok: boolean; answer: string; latencyMs: number; unknownHost?: boolean }

/** Posts these events as a webhook of the platform would: same body, same headers, signed with `identity`. */
export async function forward(url: string, identity: Identity, events: Event[]): Promise<Forwarded> {
  const { key, webhookId, signingSecret } = identity
  const body = `{"webhookId":${WEBHOOK_NUMBER},"events":[${events.map(({ json }) => json).join(',')}]}`
  const messageId = `${webhookId}_${events[0]!.id}-${events.at(-1)!.id}`
  const unsigned = { body, webhookId, messageId, signingSecrets: [signingSecret], now: new Date() }
  const headers = await signDelivery(key, unsigned)
  const from = performance.now()
  const latencyMs = () => Math.round(performance.now() - from)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'jetpay' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    return { ok: response.ok, answer: String(response.status), latencyMs: latencyMs() }
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string; message?: string } }
    const why =
      name === 'TimeoutError'
        ? `no answer within ${TIMEOUT_MS / 1000} s`
        : (cause?.code ?? cause?.message ?? name)
    const unknownHost = isUnknownHost(error as Error)
    return { ok: false, answer: why, latencyMs: latencyMs(), unknownHost }
  }
}

/**
 * Serves the public key on loopback, on the port of last time where that is free, so that a receiver's
 * settings stay right. Returns its address.
 */
export async function serveKeys(identity: Identity, state: ListenState): Promise<string> {
  const text = JSON.stringify({ keys: [identity.publicJwk] })
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'application/jwk-set+json').end(text),
  )
  const listen = async (port: number) => {
    server.listen(port, loopback())
    await once(server, 'listening')
  }
  await listen(identity.jwksPort ?? 0).catch(() => listen(0))
  const { port } = server.address() as AddressInfo
  if (port !== identity.jwksPort) state.keepJwksPort(port)
  return `http://${hostName(loopback())}:${port}/.well-known/jwks.json`
}
