/**
 * Deliveries that are right, wrong or forged, each with the code that it is refused with: both clients'
 * verifiers are held to the same list.
 */
import { createHash } from 'node:crypto'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { Webhook } from 'standardwebhooks'

/** `code` null: it is to be believed. */
export type JudgedDelivery = {
  name: string
  code: string | null
  headers: Record<string, string>
  body: string
}

export const FORGED_AUDIENCE = 'us'

export async function forgedDeliveries() {
  // Of a type that no client knows yet: it is passed on as it came.
  const body = '{"webhookId": 7,  "events": [{"id": 41, "type": "moons.landed", "data": {"height": 1.50}}]}'
  const [ours, next] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')])
  const published = async ({ publicKey }: typeof ours, kid: string) => ({
    ...(await exportJWK(publicKey)),
    kid,
    alg: 'RS256',
  })
  const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url')
  const now = Math.floor(Date.now() / 1000)
  let made = 0
  const claims = (changed: object = {}) => ({
    iss: 'jetpay',
    sub: 'webhook',
    aud: FORGED_AUDIENCE,
    iat: now,
    exp: now + 90,
    jti: `token ${made++}`,
    payload_hash: hashOf(body),
    ...changed,
  })
  const sign = (changed: object = {}, kid = 'ours', { privateKey } = kid === 'ours' ? ours : next) =>
    new SignJWT(claims(changed)).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey)
  const plain = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const judged = (name: string, code: string | null, token: string, of = body): JudgedDelivery => ({
    name,
    code,
    headers: { Authorization: `Bearer ${token}` },
    body: of,
  })
  const spelt = async (name: string, code: string | null, write: (token: string) => string) => ({
    name,
    code,
    headers: { Authorization: write(await sign()) },
    body,
  })
  const good = await sign()
  const [head, said, signature] = good.split('.')
  const missing = ['iss', 'sub', 'aud', 'iat', 'exp', 'jti', 'payload_hash'].map(async (name) =>
    judged(`no ${name}`, 'missing_claim', await sign({ [name]: undefined })),
  )
  // A public key as the secret of an algorithm that has one (RFC 8725, 2.1).
  const asSecret = new TextEncoder().encode(await exportSPKI(ours.publicKey))
  const hs256 = await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'ours' }).sign(asSecret)
  const otherwise = [
    '{"webhookId":7,"events":[]}',
    '{"webhookId":7,"events":{}}',
    '{"webhookId":7}',
    'null',
    '[]',
  ].map(async (text) =>
    judged(`signed ${text}`, 'malformed_body', await sign({ payload_hash: hashOf(text) }), text),
  )
  const deliveries = [
    judged('right', null, good),
    judged('the same token again', 'replayed', good),
    judged('right, of another token', null, await sign()),
    judged('to several', null, await sign({ aud: ['them', FORGED_AUDIENCE] })),
    judged('clocks that differ a little', null, await sign({ iat: now + 3, exp: now + 93 })),
    judged('expired', 'expired', await sign({ iat: now - 200, exp: now - 110 })),
    judged('made to live for ever', 'expired', await sign({ iat: now - 200, exp: now + 10_000 })),
    judged('of a time to come', 'issued_in_future', await sign({ iat: now + 60, exp: now + 150 })),
    judged('to another', 'wrong_audience', await sign({ aud: 'them' })),
    judged('of another issuer', 'wrong_issuer', await sign({ iss: 'them' })),
    judged('for another use', 'wrong_subject', await sign({ sub: 'session' })),
    ...(await Promise.all([...missing, ...otherwise])),
    judged('a jti that is no text', 'missing_claim', await sign({ jti: { of: 'us' } })),
    judged('another body', 'body_changed', await sign(), `${body} `),
    judged('no delivery', 'malformed_body', await sign({ payload_hash: hashOf('{}') }), '{}'),
    judged('of a key that nobody knows', 'unknown_key', await sign({}, 'stranger')),
    judged('of another key by our name', 'bad_signature', await sign({}, 'ours', next)),
    judged('no signature', 'bad_signature', `${head}.${said}.`),
    judged('alg none', 'malformed_token', `${plain({ alg: 'none', kid: 'ours' })}.${plain(claims())}.`),
    judged('alg HS256', 'malformed_token', hs256),
    judged('one part', 'malformed_token', 'a'),
    judged('two parts', 'malformed_token', 'a.b'),
    judged('no objects', 'malformed_token', `W10.W10.${signature}`),
    { name: 'no token', code: 'missing_signature', headers: { 'x-api-key': 'x' }, body },
    ...(await Promise.all([
      spelt('two blanks', null, (token) => `Bearer  ${token}`),
      spelt('blanks around', null, (token) => `\tbEARER ${token} `),
      spelt('no blank', 'missing_signature', (token) => `Bearer${token}`),
      spelt('a tab', 'missing_signature', (token) => `Bearer\t${token}`),
      spelt('two tokens', 'missing_signature', (token) => `Bearer ${token} ${token}`),
      spelt('not base64', 'malformed_token', (token) => `Bearer ${token}!`),
      spelt('not ASCII', 'malformed_token', (token) => `Bearer ${token}é`),
    ])),
  ]
  const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
  const standard = (at: number) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(at),
    'webhook-signature': new Webhook(secret).sign('msg_1', new Date(at * 1000), body),
  })
  return {
    body,
    audience: FORGED_AUDIENCE,
    published: [await published(ours, 'ours')],
    rotated: [await published(next, 'next')],
    deliveries,
    right: await sign(),
    ofNextKey: await sign({}, 'next'),
    secret,
    other_secret: `whsec_${Buffer.alloc(24, 2).toString('base64')}`,
    standard: standard(now),
    standard_old: standard(now - 400),
    standard_new: standard(now + 400),
  }
}
