import {
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { ask } from './ask.ts'
import { proveAgain } from './reauthentication.ts'

type Options<T> = { ticket: string; options: T }

/** Has the browser show a passkey. What it answers is for the API, with the ticket. */
export async function showPasskey(): Promise<{ ticket: string; response: AuthenticationResponseJSON }> {
  const { ticket, options } = await ask<Options<PublicKeyCredentialRequestOptionsJSON>>(
    '/session/passkey/options',
    { method: 'POST', company: null },
  )
  return { ticket, response: await startAuthentication({ optionsJSON: options }) }
}

/** Has the browser make a passkey for whoever is signed in. */
export async function makePasskey(): Promise<{ ticket: string; response: RegistrationResponseJSON }> {
  const { ticket, options } = await proveAgain(() =>
    ask<Options<PublicKeyCredentialCreationOptionsJSON>>('/session/passkeys/options', {
      method: 'POST',
      company: null,
    }),
  )
  return { ticket, response: await startRegistration({ optionsJSON: options }) }
}
