/**
 * Requests that are made from the document alone, for every operation: each value that it takes of a field or
 * parameter is asked with, and of parameters those that it does not take (bodies: `bodies.long.test.ts`).
 * Whatever succeeds is answered as the document says.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertDeclaredProblem, holdToPublishedSchemas } from '../../test/declared-answer.ts'
import { document, refusedBy, shownBody, takenBy } from '../../test/generated-values.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { openWhoeverMay, pathOfNothing } from '../../test/whoever-may.ts'
import { endpoints, openEndpoints } from '../endpoints.ts'
import { newId } from '../ground/ids.ts'
import type { JsonSchema } from './openapi-schema.ts'

let platform: Platform
let ask: Awaited<ReturnType<typeof openWhoeverMay>>
before(async () => {
  holdToPublishedSchemas()
  platform = await startPlatform()
  ask = await openWhoeverMay(platform)
})
after(() => platform?.close())

const every = [...endpoints, ...openEndpoints]
const { schemas } = document.components

/**
 * Of these fields a value may be refused that the document takes, since it has a meaning beyond its form:
 * what it has to be.
 */
const meantFields: Record<string, string> = {
  routing_number: 'with its check digit, and in place of a Canadian branch',
  holder_address_postal_code: 'of its country',
  to_bank_account: 'of somebody',
  from_bank_account: 'of somebody',
  transaction_ids: 'of transactions that there are',
  contact_email: 'in place of contact_id',
  contact_name: 'in place of contact_id',
  columns: 'of the kind of export',
  start: 'still to come',
  end: 'after its start, and without a count',
  replay_from_event_id: 'of an event that there is',
  password: 'hard to guess',
  time_zone: 'on the list of IANA',
  content: 'an image',
  expires_at: 'still to come',
  holder_address_country: 'on the list of ISO 3166',
  allowed_origins: 'nothing after host and port',
  files: 'what its name says that it is',
  agreement: 'of a debit from a bank account',
}
/** Asked once, with the document's example: these move the clock, or wait for the worker. */
const costly = ['advance_sandbox_clock', 'trigger_sandbox_event']

test('what the document takes as a field’s value is taken by the operation: no answer says that it has the wrong form', async () => {
  const wrong: string[] = []
  const met = new Set<string>()
  let tried = 0
  for (const endpoint of every.filter(({ bodySchema }) => bodySchema)) {
    if (costly.includes(endpoint.operationId)) continue
    const { example, schema } = shownBody(endpoint)
    const choices = [schema, ...((schema.anyOf ?? schema.oneOf ?? []) as JsonSchema[])]
    const fields = Object.assign({}, ...choices.map(({ properties }) => properties)) as Record<
      string,
      JsonSchema
    >
    const path = pathOfNothing(endpoint, newId)
    const bodies = Object.entries(fields).flatMap(([field, of]) =>
      takenBy(of, schemas, example[field]).map((value) => ({ field, body: { ...example, [field]: value } })),
    )
    for (const { field, body } of [{ field: '', body: example }, ...bodies]) {
      const answer = await ask(endpoint, endpoint.method, path, body)
      tried++
      const named = (answer.body?.errors ?? []).map(({ path }: { path: string }) => path.split(/[.[]/)[0])
      if (answer.status >= 300) assertDeclaredProblem(endpoint, answer)
      // What is not there, or in no state for it, is named too, and its form is right.
      const isRefused = answer.status === 422 && named.includes(field)
      if (isRefused && field in meantFields) met.add(field)
      else if (answer.status >= 500 || answer.status === 400 || isRefused)
        wrong.push(
          `${endpoint.operationId}: ${JSON.stringify(body)}: ${answer.status} ${answer.text.slice(0, 300)}`,
        )
    }
  }
  assert.deepEqual(wrong, [])
  assert.deepEqual([...met].sort(), Object.keys(meantFields).sort(), 'none is excused for nothing')
  assert.ok(tried > 300, String(tried))
})

/**
 * Of these a value may be refused that the document takes: what `next_cursor` was, which clients do not make
 * themselves, and a day that is too far from the other.
 */
const meantParameters = [
  'explain_payout cursor',
  'explain_next_payout cursor',
  'explain_balance cursor',
  'list_ledger_entries cursor',
  'explain_company_summary cursor',
  'export_ledger_statement to',
]

test('what the document takes as a parameter’s value is taken by the operation, and what it does not is a 422 that names it', async () => {
  const wrong: string[] = []
  let tried = 0
  for (const endpoint of every) {
    const { parameters } = document.paths[endpoint.path][endpoint.method.toLowerCase()]
    const inQuery = parameters.filter((one: any) => one.in === 'query' && one.schema.type !== 'object')
    if (inQuery.length === 0) continue
    // What it cannot do without; a stream is told to end by itself.
    const rest: [string, unknown][] = inQuery
      .filter(({ required }: any) => required)
      .map(({ name, schema }: any) => [name, takenBy(schema, schemas, undefined)[0]])
    if (endpoint.operationId.startsWith('stream_')) rest.push(['follow', 'false'])
    const asking = async (name: string, value: unknown) => {
      const fields = [...rest.filter(([other]) => other !== name), [name, value]] as [string, string][]
      const query = new URLSearchParams(fields.map(([key, one]) => [key, String(one)]))
      const answer = await ask(endpoint, endpoint.method, `${pathOfNothing(endpoint, newId)}?${query}`)
      tried++
      const named = (answer.body?.errors ?? []).map(({ path }: { path: string }) => path)
      return { ...answer, named, about: `${endpoint.operationId}: ${query}: ${answer.text.slice(0, 200)}` }
    }
    for (const { name, schema } of inQuery) {
      for (const value of takenBy(schema, schemas, undefined)) {
        // Seconds that a request waits for an event; a stream that follows has no end.
        if (name === 'wait' || (name === 'follow' && value === 'true')) continue
        const { status, named, about } = await asking(name, value)
        const isMeant = status === 422 && meantParameters.includes(`${endpoint.operationId} ${name}`)
        if (![200, 404, 409].includes(status) && (status !== 422 || named.includes(name)) && !isMeant)
          wrong.push(about)
      }
      for (const value of refusedBy(schema, schemas)) {
        const { status, named, about } = await asking(name, value)
        if (status !== 422 || !named.includes(name)) wrong.push(about)
      }
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(tried > 500, String(tried))
})
