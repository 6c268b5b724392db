import { sampleOf } from './openapi-examples.ts'
import type { Components, JsonSchema } from './openapi-schema.ts'

/** What parameters are whose schema does not say it, by name: the same name means the same everywhere. */
export const parameterDescriptions: Record<string, string> = {
  contact_id: 'The contact',
  debit_id: 'The debit',
  credit_card_id: 'The saved card',
  bank_account_id: 'The bank account',
  refund_id: 'The refund',
  dispute_id: 'The dispute',
  export_id: 'The export',
  bulk_id: 'The bulk action',
  view_id: 'The saved view',
  evidence_id: 'The piece of evidence',
  event_id: 'The number of the event: 1, 2, 3 … of your company',
  token_id: 'The API token',
  user_id: 'The person',
  invitation_id: 'The invitation',
  passkey_id: 'The passkey',
  session_id: 'The session',
  company_id: 'Only those of this company',
  request_id: 'The request',
  attempt_id: 'The attempt whose outcome is unknown',
  alarm_id: 'The alarm',
  mail_id: 'The mail',
  bank_return_id: 'What the bank sent back and nothing fits',
  report_id: 'The run of verify',
  language: 'Of what is said in words: en or fr',
  transaction_id: 'Only those of this debit, credit, refund or payout',
  state: 'Only those in this state',
  kind: 'Only those of this kind',
  rail: 'Only those that move by this way: card or eft',
  fail_reason: 'Only those that failed for this reason',
  tag: 'Only those with this tag',
  type: 'Only events of this type',
  account: 'Only those of this account of the ledger',
  currency: 'Only those in this currency',
  amount: 'Only those of exactly this amount, in major units',
}

/** What `{identifier}` is, by the part of the path before it. */
const identified: Record<string, string> = {
  transaction: 'The debit, credit, refund or payout',
  payout: 'The payout',
  schedule: 'The schedule',
  webhooks: 'The webhook',
}

/** A parameter of the path, for a reader who may not see the path: an agent has the name and this alone. */
export function pathDescription(name: string, path: string): string | undefined {
  if (name === 'event_id') return parameterDescriptions[name]
  const before = path.split('/').at(path.split('/').indexOf(`{${name}}`) - 1)!
  const what =
    name === 'identifier'
      ? identified[before]
      : name === 'company_id'
        ? 'The company'
        : parameterDescriptions[name]
  return what && `${what}: its identifier, a UUID`
}

/** What is passed, by name, where the schema does not say it, or not as it is written in an address. */
const exampleTexts: Readonly<Record<string, unknown>> = {
  amount: '100.50',
  amount_from: '50.00',
  amount_to: '100.50',
  created_after: '2026-01-01T00:00:00Z',
  created_before: '2026-02-01T00:00:00Z',
  failed_after: '2026-01-01T00:00:00Z',
  failed_before: '2026-02-01T00:00:00Z',
  failed_from: 'initiated,paid',
  from: '2026-01-01',
  metadata_value: '1001',
  move: 'card_debit.charge',
  opened_after: '2026-01-01T00:00:00Z',
  opened_before: '2026-02-01T00:00:00Z',
  q: 'ada@example.com',
  search: 'Maple',
  state: 'paid,completed',
  tag: 'wholesale',
  to: '2026-01-31',
  type: 'transactions.debits.paid',
}
const exampleNumbers: Readonly<Record<string, number>> = {
  after: 1042,
  before: 12,
  cursor: 1042,
  event_id: 1042,
  to: 1042,
  wait: 30,
}

/** A value that the parameter takes: by its name, else what its schema, format or type says. */
export function parameterExample(name: string, schema: JsonSchema, components: Components): unknown {
  const known = schema.type === 'integer' ? exampleNumbers[name] : exampleTexts[name]
  const choices = schema.enum as unknown[] | undefined
  const pattern = new RegExp(typeof schema.pattern === 'string' ? schema.pattern : '')
  if (known !== undefined && (choices?.includes(known) ?? pattern.test(String(known)))) return known
  return sampleOf(schema, components, name)
}
