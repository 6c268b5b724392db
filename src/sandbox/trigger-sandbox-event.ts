import { z } from 'zod'
import { createToken } from '../companies/api-token.ts'
import { type Db, sql } from '../db/sql.ts'
import { eventSchema } from '../events/event.ts'
import { type EverydayType, everydayTypes } from '../events/event-types.ts'
import { OperatorError, Problem } from '../ground/errors.ts'
import { hostName } from '../ground/host-name.ts'
import type { Scope } from '../http/authenticate.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import type { Context } from '../process/context.ts'
import { type DemoAccess, openDemo } from './demo-client.ts'
import { parseStep } from './sandbox-clock.ts'
import { clockMoveOf, clockMoves, triggerEvent } from './trigger-recipes.ts'

/**
 * A recipe takes seconds, and what it moves the clock by; a token that its request could not remove ends by
 * itself.
 */
const TOKEN_MS = 5 * 60_000
/** What recipes do, and nothing else: no token is made, no audit log read. */
const NEEDED: Scope[] = [
  'contacts:read',
  'contacts:write',
  'debits:read',
  'debits:write',
  'credits:write',
  'scheduled:write',
  'webhooks:write',
  'company:read',
  'company:write',
  'team:write',
  'events:read',
]

export const triggerSandboxEvent = endpoint({
  operationId: 'trigger_sandbox_event',
  method: 'POST',
  path: '/sandbox/trigger',
  tag: 'Sandbox',
  summary: 'Have an event happen',
  description: `In the demo only. Does, by real requests, what makes an event of this type, and answers it once it is in the log: some seconds. As \`jetpay trigger\`. What needs time moves the demo’s clock, for all companies: ${clockMoves.map(({ type, step }) => `\`${type}\` by ${step}`).join(', ')}.`,
  scope: 'company:write',
  alsoScope: 'events:read',
  pathSchema: noPath,
  bodySchema: z.strictObject({ type: z.enum(everydayTypes).meta({ description: 'The type of the event' }) }),
  answers: { 200: { description: 'The event', schema: eventSchema } },
  problems: ['wrong_state'],
  runs: 'network',
  load: 'call',
  demoOnly: true,
  async handle({ context, db, companyId, body }) {
    const { token, tokenId } = await requestToken(db, companyId, body.type)
    try {
      const demo = openDemo({ ...(await accessOf(context, db, companyId)), api_token: token })
      return { body: await triggerEvent(demo, body.type) }
    } catch (error) {
      if (error instanceof OperatorError) throw new Problem('wrong_state', error.message)
      throw error
    } finally {
      await db.run(sql`delete from api_tokens where company_id = ${companyId} and token_id = ${tokenId}`)
    }
  },
})

/** The recipe asks the API as a program of the company would, with a token that lasts as long as it does. */
async function requestToken(db: Db, companyId: string, type: EverydayType) {
  const { now } = await db.one<{ now: Date }>(sql`select jetpay_now() as now`)
  const moved = parseStep(clockMoveOf(type) ?? '') ?? 0
  const expiresAt = new Date(now.getTime() + moved + TOKEN_MS)
  return createToken(db, 'demo', { companyId, name: 'trigger', scopes: NEEDED, expiresAt })
}

async function accessOf(
  { config }: Context,
  db: Db,
  companyId: string,
): Promise<Omit<DemoAccess, 'api_token'>> {
  const account = await db.first<{ bank_account_id: string }>(sql`
    select bank_account_id from bank_accounts
    where company_id = ${companyId} and contact_id is null and deleted_at is null and currency = 'CAD'
    order by bank_account_id limit 1`)
  if (!account)
    throw new Problem(
      'wrong_state',
      'Add a bank account in CAD first: what is triggered needs one to be paid to.',
    )
  const host = hostName(config.host)
  return {
    api_url: `http://${host}:${config.apiPort}`,
    simulator_url: `http://${host}:${config.simulatorPort}`,
    bank_account_id: account.bank_account_id,
  }
}
