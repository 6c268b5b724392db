import { isIP } from 'node:net'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import { Problem } from '../ground/errors.ts'
import { text } from '../http/schema.ts'
import { newTicket, takeTicket } from './ticket.ts'

type Site = Pick<Config, 'publicUrl'>

/**
 * Loaded when somebody first uses a passkey: it and what it needs are 300 modules, a tenth of what it takes
 * to start a process.
 */
const webAuthn = () => import('@simplewebauthn/server')

/** How long somebody may take to find their key, or their finger. */
const MINUTES = 5

/** Keys of one person: phone, laptop, two keys in a drawer, and some that they forgot. */
export const PASSKEYS_MAX = 20

/** A browser's answer, as it makes it (WebAuthn level 3, section 5.5). What is in it, the library checks. */
export const browserAnswer = z
  .looseObject({ id: text(1_400), rawId: text(1_400), type: z.literal('public-key') })
  .meta({ id: 'PublicKeyCredential', description: 'What `navigator.credentials` answered, as JSON' })

export const passkeyOptions = z
  .object({
    ticket: z.string().meta({ description: 'Comes back with the answer, once, within five minutes' }),
    options: z.record(z.string(), z.unknown()).meta({ description: 'For `navigator.credentials`, as JSON' }),
  })
  .meta({ id: 'PasskeyOptions' })

/** The host that a passkey is for. Browsers make none for an address in numbers. */
function hostOf({ publicUrl }: Site): string {
  const { hostname } = new URL(publicUrl)
  if (isIP(hostname) || hostname.startsWith('['))
    throw new Problem(
      'wrong_state',
      `Browsers make passkeys for host names only, and this is served at ${hostname}: set JETPAY_PUBLIC_URL to a name, such as http://localhost:8400.`,
    )
  return hostname
}

const originOf = ({ publicUrl }: Site) => new URL(publicUrl).origin

/** Options for a new passkey: one that brings its person's name along, and asks for finger, face or PIN. */
export async function registrationOptions(
  db: Db,
  config: Site,
  user: { user_id: string; email: string; name: string },
) {
  const known = await db.many<{ credential_id: string }>(sql`
    select credential_id from passkeys where user_id = ${user.user_id} limit ${PASSKEYS_MAX}`)
  if (known.length >= PASSKEYS_MAX)
    throw new Problem('wrong_state', `There are ${PASSKEYS_MAX} passkeys; remove one that you do not use.`)
  const { generateRegistrationOptions } = await webAuthn()
  const options = await generateRegistrationOptions({
    rpName: 'Jetpay',
    rpID: hostOf(config),
    userID: Uint8Array.from(Buffer.from(user.user_id.replaceAll('-', ''), 'hex')),
    userName: user.email,
    userDisplayName: user.name,
    attestationType: 'none',
    excludeCredentials: known.map(({ credential_id: id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  const held = Buffer.from(options.challenge)
  return {
    ticket: await newTicket(db, 'passkey_register', { userId: user.user_id, held, minutes: MINUTES }),
    options,
  }
}

/** The new key, where the browser's answer is to a challenge of this person's that was not used. */
export async function registered(db: Db, config: Site, userId: string, ticket: string, response: object) {
  const held = await takeTicket(db, 'passkey_register', ticket)
  if (!held || held.user_id !== userId) throw notThisKey()
  const { verifyRegistrationResponse } = await webAuthn()
  const { registrationInfo } = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge: held.held!.toString(),
    expectedOrigin: originOf(config),
    expectedRPID: hostOf(config),
    requireUserVerification: true,
  }).catch(() => ({ registrationInfo: undefined }))
  if (!registrationInfo) throw notThisKey()
  return registrationInfo.credential
}

/** Options to show a passkey. They name none, so they tell nothing of any account. */
export async function authenticationOptions(db: Db, config: Site) {
  const { generateAuthenticationOptions } = await webAuthn()
  const options = await generateAuthenticationOptions({ rpID: hostOf(config), userVerification: 'required' })
  const held = Buffer.from(options.challenge)
  return { ticket: await newTicket(db, 'passkey_sign_in', { held, minutes: MINUTES }), options }
}

type KeyRow = {
  user_id: string
  passkey_id: string
  public_key: Buffer
  counter: bigint
  email: string
}

/**
 * Whose passkey it is that answered; undefined where it is nobody's, the challenge was used, or the key has
 * been copied (its counter went back).
 */
export async function authenticated(db: Db, config: Site, ticket: string, response: { id: string }) {
  const held = await takeTicket(db, 'passkey_sign_in', ticket)
  const key = await db.first<KeyRow>(sql`
    select user_id, passkey_id, public_key, counter, email from passkeys join users using (user_id)
    where credential_id = ${response.id}`)
  if (!held || !key) return undefined
  const { verifyAuthenticationResponse } = await webAuthn()
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: response as AuthenticationResponseJSON,
    expectedChallenge: held.held!.toString(),
    expectedOrigin: originOf(config),
    expectedRPID: hostOf(config),
    credential: { id: response.id, publicKey: Uint8Array.from(key.public_key), counter: Number(key.counter) },
    requireUserVerification: true,
  }).catch(() => ({ verified: false, authenticationInfo: undefined }))
  if (!verified || !authenticationInfo) return undefined
  await db.run(sql`
    update passkeys set counter = ${authenticationInfo.newCounter}, last_used_at = jetpay_now()
    where user_id = ${key.user_id} and passkey_id = ${key.passkey_id}`)
  return { user_id: key.user_id, email: key.email }
}

const notThisKey = () =>
  new Problem(
    'sign_in_failed',
    'This passkey was not taken: the page was open for too long, or it is another site’s. Try again.',
  )
