import type { Db } from '../db/sql.ts'
import { isUuid } from '../ground/ids.ts'
import { type AuditOutcome, recordAudit } from './audit.ts'
import type { Answer, Endpoint, EndpointRequest } from './endpoint.ts'
import { toProblem } from './problem.ts'

type Request = EndpointRequest<unknown, unknown, unknown>

/**
 * Fields of bodies that are shown in the audit log as they were sent. Of any other only the name is kept: it
 * may be a secret, a person's, or an account.
 */
const shownFields = new Set(
  'amount currency count frequency start end_on state role scopes expires_at language features accent_color time_zone receipts contact_id to_bank_account to_bank_account_id from_bank_account from_credit_card_id credit_card_id bank_account_id account_type max_batch_size max_wait_seconds replay_from_event_id from_event_id to_event_id advance kind types limit as reason confirm_contact_id'.split(
    ' ',
  ),
)
const SHOWN_MAX = 200

/** What was asked for, as far as it may be shown. */
function shown(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null) return {}
  const entries = Object.entries(body).filter(([, value]) => value !== undefined)
  const asked = entries.map(([name, value]) => [name, shownFields.has(name) ? short(value) : true])
  return entries.length === 0 ? {} : { asked: Object.fromEntries(asked) }
}

function short(value: unknown): unknown {
  const text = typeof value === 'bigint' ? value.toString() : value
  return JSON.stringify(text)?.length > SHOWN_MAX ? true : text
}

/** The ids of the path, by name, and what was made. */
const idsOf = (path: unknown): [string, string][] =>
  Object.entries(path ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string')

const idIn = (answer: Answer | undefined, names: readonly string[]): string | null => {
  const body = answer && 'body' in answer ? (answer.body as Record<string, unknown> | null) : null
  const ids = names.map((name) => body?.[name])
  return ids.find((id): id is string => typeof id === 'string' && isUuid(id)) ?? null
}

/** A payment, which a path of its contact and card does not name: its timeline says who made it. */
const paymentOf = (answer: Answer | undefined) => idIn(answer, ['debit_id', 'credit_id'])

/**
 * Whose log a line stands in. What an operator does with a company stands in that company's, as with a
 * command: its path has it, or the answer says it. A refusal has touched nobody.
 */
function logOf(endpoint: Endpoint, { caller, path }: Request, answer: Answer | undefined): string {
  if (!answer || ![endpoint.scope].flat()[0]!.startsWith('operator:')) return caller.company_id
  const named = (path as { company_id?: string } | undefined)?.company_id
  return ('concerns' in answer && answer.concerns) || named || caller.company_id
}

export type AuditNote = {
  /** It goes to somebody outside: that it was to is durable before. */
  begun(db: Db): Promise<unknown>
  answered(db: Db, answer: Answer): Promise<unknown>
  refused(db: Db, error: unknown): Promise<unknown>
}

/**
 * What the audit log says of a write. Of a person everything, refusals too. Of a token what it has done; of
 * what it moves by card nothing (`runs: 'itself'`): the debit is the record, and a charge pays for no other
 * row (ADR 29). Of nobody nothing: how they sign in, the operations say.
 */
export function auditOf(endpoint: Endpoint, request: Request): AuditNote | null {
  const { actor, token_id } = request.caller
  const isPerson = actor.kind === 'user'
  if (actor.kind === 'nobody' || (!isPerson && endpoint.runs === 'itself')) return null
  const ids = idsOf(request.path)
  const note = async (db: Db, outcome: AuditOutcome, answer?: Answer, code?: string) => {
    const named = paymentOf(answer) ?? ids.map(([, id]) => id).find(isUuid) ?? idIn(answer, ['identifier'])
    const about = (answer && 'about' in answer && answer.about) || []
    for (const objectId of about.length > 0 ? about : [named]) await line(db, objectId, outcome, answer, code)
  }
  const line = (db: Db, objectId: string | null, outcome: AuditOutcome, answer?: Answer, code?: string) =>
    recordAudit(db, {
      companyId: logOf(endpoint, request, answer),
      actor: isPerson
        ? {
            kind: actor.role === null && actor.isOperator ? 'operator' : 'user',
            id: actor.userId,
            name: actor.email,
          }
        : { kind: actor.kind as 'token' | 'operator_token', id: token_id },
      operation: endpoint.operationId,
      objectId,
      details: { ...(ids.length > 0 ? { path: Object.fromEntries(ids) } : {}), ...shown(request.body) },
      address: request.from.address,
      userAgent: request.from.userAgent,
      requestId: request.requestId,
      outcome,
      code: code ?? null,
    })
  return {
    begun: async (db) => isPerson && note(db, 'begun'),
    async answered(db, answer) {
      // It was done, and is in the log, when it was asked for first.
      if ('replay' in answer) return
      const body = 'body' in answer ? (answer.body as { code?: string } | null) : null
      const isRefusal = 'status' in answer && (answer.status ?? 200) >= 400
      if (!isRefusal) await note(db, 'done', answer)
      else if (isPerson) await note(db, 'refused', answer, body?.code)
    },
    async refused(db, error) {
      if (!isPerson) return
      const { status, code } = toProblem(error)
      await note(db, status >= 500 ? 'failed' : 'refused', undefined, code)
    },
  }
}
