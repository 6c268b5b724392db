/**
 * What can be done with something now, and of all else why not: by the rules of the operations themselves,
 * which may still say otherwise a moment later.
 */
import { z } from 'zod'
import { pageLanguages } from '../ground/accept-language.ts'
import { Problem } from '../ground/errors.ts'
import { type Caller, requireScope } from '../http/authenticate.ts'
import { amountAnswer, printAmount } from '../http/schema.ts'
import type { Scope } from '../http/scopes.ts'
import { requireStanding } from '../http/standing.ts'
import { whyNotInFrench } from './why-not-fr.ts'

/** The fields of an action, but for its name. */
export const actionFields = {
  allowed: z.boolean(),
  why_not: z.string().nullable().meta({ description: 'In the language that was asked for' }),
  request: z.string().meta({ description: 'The request that does it', examples: ['DELETE /transaction/…'] }),
  amount_max: amountAnswer
    .nullable()
    .meta({ description: 'The most that it can be for: what is left, held or owed' }),
}

export const actionQuery = z.strictObject({ language: z.enum(pageLanguages).default('en') })
export type ActionLanguage = z.infer<typeof actionQuery>['language']

/** `takesMoney` as its operation has it: what a suspended company is refused. */
type Rule = { request: string; scope: Scope; amountMax?: bigint | null; takesMoney?: true }

/** One action, by the rule of its operation, which throws the Problem or returns it. */
export async function act<Name extends string>(
  caller: Caller,
  action: Name,
  { request, scope, amountMax = null, takesMoney }: Rule,
  fault: () => unknown,
) {
  const whyNot = await problemOf(async () => {
    requireScope(caller, scope)
    if (takesMoney) requireStanding(caller)
    return fault()
  })
  const most = whyNot === null && amountMax !== null ? printAmount(amountMax) : null
  return { action, allowed: whyNot === null, why_not: whyNot, request, amount_max: most }
}

/** The same in the language that was asked for. */
export const speaking = <One extends { why_not: string | null }>(actions: One[], language: ActionLanguage) =>
  actions.map((action) => ({
    ...action,
    why_not: action.why_not && language === 'fr' ? whyNotInFrench(action.why_not) : action.why_not,
  }))

async function problemOf(rule: () => Promise<unknown>): Promise<string | null> {
  try {
    const fault = await rule()
    return fault instanceof Problem ? fault.detail : null
  } catch (error) {
    if (error instanceof Problem) return error.detail
    throw error
  }
}
