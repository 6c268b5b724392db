import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { authenticationOptions, passkeyOptions } from './passkey.ts'
import { takeChallenge } from './tries.ts'

export const startPasskeySignIn = endpoint({
  operationId: 'start_passkey_sign_in',
  method: 'POST',
  path: '/session/passkey/options',
  tag: 'Session',
  summary: 'Begin to show a passkey',
  description:
    'Options for `navigator.credentials.get`, to sign in or to show again that it is you. The browser says which passkey. 409 where the installation has no host name.',
  scope: 'session:write',
  anyone: true,
  pathSchema: noPath,
  answers: { 200: { description: 'The options', schema: passkeyOptions } },
  problems: ['wrong_state'],
  async handle({ db, context, from }) {
    await takeChallenge(db, from.address)
    return { body: await authenticationOptions(db, context.config) }
  },
})
