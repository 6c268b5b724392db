import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { passkeyOptions, registrationOptions } from './passkey.ts'
import { personOf } from './person.ts'
import { findUser } from './user.ts'

export const startPasskeyRegistration = endpoint({
  operationId: 'start_passkey_registration',
  method: 'POST',
  path: '/session/passkeys/options',
  tag: 'Session',
  summary: 'Begin to add a passkey',
  description: 'Options for `navigator.credentials.create`. 409 where the installation has no host name.',
  scope: 'session:write',
  reauthenticate: true,
  pathSchema: noPath,
  answers: { 200: { description: 'The options', schema: passkeyOptions } },
  problems: ['wrong_state'],
  async handle({ db, context, caller }) {
    const user = (await findUser(db, personOf(caller).userId))!
    return { body: await registrationOptions(db, context.config, user) }
  },
})
