import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { personOf } from './person.ts'
import { recoveryCodesSchema } from './recovery-codes-schema.ts'
import { factorsOf, renewRecoveryCodes } from './second-factor.ts'

export const makeRecoveryCodes = endpoint({
  operationId: 'make_recovery_codes',
  method: 'POST',
  path: '/session/recovery_codes',
  tag: 'Session',
  summary: 'Make new recovery codes',
  description:
    'Ten, each in place of a code of the app or a passkey, once. Those that there were are good no more. 409 where there is neither app nor passkey.',
  scope: 'session:write',
  reauthenticate: true,
  pathSchema: noPath,
  answersSecret: true,
  answers: { 200: { description: 'The codes', schema: recoveryCodesSchema } },
  problems: ['wrong_state'],
  async handle({ db, caller }) {
    const { userId } = personOf(caller)
    const { totp, passkeys } = await factorsOf(db, userId)
    if (!totp && passkeys === 0)
      throw new Problem('wrong_state', 'They stand in for an app or a passkey: add one of these first.')
    return { body: { recovery_codes: await renewRecoveryCodes(db, userId) } }
  },
})
