/**
 * Charges as nearly all of them come, told by a look at each member: the schemas of `vault-protocol.ts` take
 * twice as long and make a copy (docs/performance.md). It only ever says yes to what its schema takes as it
 * stands; all else is the schema's to judge, which names what is wrong. A test holds both to the same
 * answers.
 */
import { z } from 'zod'
import { currencies } from '../ground/money.ts'
import {
  ACQUIRER_ID,
  AMOUNT,
  chargeKinds,
  chargeReasons,
  initiators,
  isTime,
  type QuestionName,
  REFERENCE_ID,
  SEQUENCE,
} from '../ground/vault-protocol.ts'

type Looks = (value: unknown) => boolean

const longAtMost =
  (max: number, min = 0): Looks =>
  (value) =>
    typeof value === 'string' && value.length >= min && value.length <= max
const like =
  (pattern: RegExp): Looks =>
  (value) =>
    typeof value === 'string' && pattern.test(value)
const oneOf = (values: readonly string[]): Looks => {
  const known: ReadonlySet<unknown> = new Set(values)
  return (value) => known.has(value)
}

/** An object with each of these members, and of others none but those that may be left out. */
function strict(needed: Record<string, Looks>, others: Record<string, Looks> = {}): Looks {
  const looks = new Map(Object.entries({ ...needed, ...others }))
  const count = Object.keys(needed).length
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    let found = 0
    for (const member in value) {
      const look = looks.get(member)
      if (!look?.((value as Record<string, unknown>)[member])) return false
      if (member in needed) found += 1
    }
    return found === count
  }
}

const guid = like(z.regexes.guid)
const text = longAtMost(1_000)

const isCharge = strict(
  {
    company_id: guid,
    card_id: guid,
    reference: strict({
      id: like(REFERENCE_ID),
      sequence: like(SEQUENCE),
      sent_at: (value) => typeof value === 'string' && isTime(value),
    }),
    kind: oneOf(chargeKinds),
    amount: like(AMOUNT),
    currency: oneOf(currencies),
    statement: text,
    company_name: text,
    send_before: strict({ vault: guid, ms: Number.isFinite }),
  },
  {
    use: strict({ initiator: oneOf(initiators), reason: oneOf(chargeReasons) }),
    acceptor: strict({
      acquirer_id: like(ACQUIRER_ID),
      terminal_id: longAtMost(8, 1),
      merchant_id: longAtMost(15, 1),
    }),
    traceparent: longAtMost(55),
  },
)

/** Whether a question is surely what its schema says, and nothing of it has to be changed. */
export const isPlainly = (name: QuestionName, question: unknown): boolean =>
  name === 'charge' && isCharge(question)
