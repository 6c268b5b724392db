/** Bodies that no operation takes, made from its own schema, for every operation that takes one. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertDeclaredProblem } from '../../test/declared-answer.ts'
import { shownBody } from '../../test/generated-values.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { openWhoeverMay, pathOfNothing } from '../../test/whoever-may.ts'
import { endpoints as askedWithToken, openEndpoints } from '../endpoints.ts'
import { newId } from '../ground/ids.ts'
import type { Endpoint } from './endpoint.ts'
import type { JsonSchema } from './openapi-schema.ts'

let platform: Platform
let ask: Awaited<ReturnType<typeof openWhoeverMay>>
before(async () => {
  platform = await startPlatform()
  ask = await openWhoeverMay(platform)
})
after(() => platform?.close())

const endpoints = [...askedWithToken, ...openEndpoints].filter(({ bodySchema }) => bodySchema)
/** More than any field may have, and less than any body. */
const LONG = 'x'.repeat(30_000)
/** Of no field's type: where an object is asked for, a member of it is wrong. */
const OF_NO_TYPE = { nonsense: [[1]] }

function* wrongBodies(endpoint: Endpoint): Generator<{ field: string; what: string; body: unknown }> {
  const { example, schema } = shownBody(endpoint)
  yield { field: 'surprise', what: 'unknown', body: { ...example, surprise: 1 } }
  const choices = [schema, ...((schema.anyOf ?? schema.oneOf ?? []) as JsonSchema[])]
  const fields = new Set(choices.flatMap(({ properties }) => Object.keys((properties as object) ?? {})))
  for (const field of fields) {
    yield { field, what: 'of no type', body: { ...example, [field]: OF_NO_TYPE } }
    yield { field, what: 'too long', body: { ...example, [field]: LONG } }
  }
  for (const field of (schema.required ?? []) as string[]) {
    const { [field]: _missing, ...body } = example
    yield { field, what: 'missing', body }
  }
}

test('a field that is unknown, missing, too long or of another type is a 422 that names it, in every operation', async () => {
  const wrong: string[] = []
  let tried = 0
  for (const endpoint of endpoints) {
    const path = pathOfNothing(endpoint, newId)
    for (const { field, what, body } of wrongBodies(endpoint)) {
      const answer = await ask(endpoint, endpoint.method, path, body)
      const about = `${endpoint.operationId}: ${field} ${what}: ${answer.status} ${answer.text.slice(0, 300)}`
      tried++
      const paths = (answer.body?.errors ?? []).map((error: { path: string }) => error.path)
      if (answer.status !== 422 || !paths.some((at: string) => at.split(/[.[]/)[0] === field))
        wrong.push(about)
      else assertDeclaredProblem(endpoint, answer)
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(tried > 300, String(tried))
})

test('a body that is no object is refused in every operation', async () => {
  for (const endpoint of endpoints) {
    const path = pathOfNothing(endpoint, newId)
    for (const body of [[], '"text"', 7]) {
      const answer = await ask(endpoint, endpoint.method, path, body)
      assert.equal(answer.status, 422, `${endpoint.operationId} ${JSON.stringify(body)}: ${answer.text}`)
      assertDeclaredProblem(endpoint, answer)
    }
  }
})
