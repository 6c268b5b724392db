import { type Db, sql } from '../db/sql.ts'
import { type Currency, formatAmount } from '../ground/money.ts'
import type { Scope } from '../http/scopes.ts'

/** What lines of the audit log are about that has a name. */
export const auditObjectKinds = [
  'transaction',
  'refund',
  'dispute',
  'payout',
  'schedule',
  'contact',
  'credit_card',
  'bank_account',
  'webhook',
  'api_token',
  'member',
  'invitation',
  'company',
] as const
type Kind = (typeof auditObjectKinds)[number]
export type AuditObject = { kind: Kind; name: string }

type Row = {
  object_id: string
  kind: Kind
  scope: Scope
  name: string | null
  amount: bigint | null
  currency: Currency | null
}

/**
 * `Order 7, 66.60 CAD`; of a webhook the address without its query, which may hold a secret; of an account
 * the last digits, whose holder is no business of the log.
 */
function nameOf({ kind, name, amount, currency }: Row): string {
  const money = amount === null || currency === null ? [] : [`${formatAmount(amount)} ${currency}`]
  const url = kind === 'webhook' && name !== null ? URL.parse(name) : null
  return [...(name ? [url ? `${url.host}${url.pathname}` : name] : []), ...money].join(', ')
}

/**
 * What things of a company are called now, by their ids, as far as `scopes` may read them. Somebody who has
 * left the team is called as the log called them.
 */
export async function nameObjects(
  db: Db,
  companyId: string,
  ids: readonly string[],
  scopes: readonly Scope[],
): Promise<Map<string, AuditObject>> {
  if (ids.length === 0) return new Map()
  const these = sql`any (${[...ids]}::uuid[])`
  const rows = await db.many<Row>(sql`
    select debit_id as object_id, 'transaction' as kind, 'debits:read' as scope, statement as name, amount, currency
      from debits where company_id = ${companyId} and debit_id = ${these}
    union all select credit_id, 'transaction', 'credits:read', statement, amount, currency
      from credits where company_id = ${companyId} and credit_id = ${these}
    union all select refund_id, 'refund', 'debits:read', null, amount, currency
      from refunds where company_id = ${companyId} and refund_id = ${these}
    union all select dispute_id, 'dispute', 'debits:read', null, amount, currency
      from disputes where company_id = ${companyId} and dispute_id = ${these}
    union all select payout_id, 'payout', 'company:read', null, amount, currency
      from payouts where company_id = ${companyId} and payout_id = ${these}
    union all select schedule_id, 'schedule', 'scheduled:read', statement, amount, currency
      from schedules where company_id = ${companyId} and schedule_id = ${these}
    union all select contact_id, 'contact', 'contacts:read', name, null, null
      from contacts where company_id = ${companyId} and contact_id = ${these}
    union all select credit_card_id, 'credit_card', 'contacts:read', concat_ws(' •••• ', brand, last4), null, null
      from credit_cards where company_id = ${companyId} and credit_card_id = ${these}
    union all select bank_account_id, 'bank_account',
        case when contact_id is null then 'company:read' else 'contacts:read' end,
        '•••• ' || account_number_last4, null, null
      from bank_accounts where company_id = ${companyId} and bank_account_id = ${these}
    union all select webhook_id, 'webhook', 'webhooks:read', callback_url, null, null
      from webhooks where company_id = ${companyId} and webhook_id = ${these}
    union all select token_id, 'api_token', 'tokens:read', name, null, null
      from api_tokens where company_id = ${companyId} and token_id = ${these}
    union all select invitation_id, 'invitation', 'team:read', email, null, null
      from invitations where company_id = ${companyId} and invitation_id = ${these}
    union all (select distinct on (actor_id) actor_id, 'member', 'team:read', actor_name, null, null
      from audit_log where company_id = ${companyId} and actor_id = ${these} and actor_kind = 'user'
      order by actor_id, audit_id desc)
    union all select user_id, 'member', 'team:read', email, null, null
      from memberships join users using (user_id) where company_id = ${companyId} and user_id = ${these}
    union all select company_id, 'company', 'company:read', name, null, null
      from companies where company_id = ${companyId} and company_id = ${these}`)
  const readable = rows.filter(({ scope }) => scopes.includes(scope))
  return new Map(readable.map((row) => [row.object_id, { kind: row.kind, name: nameOf(row) }]))
}
