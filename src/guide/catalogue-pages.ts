/**
 * The pages that are made from the catalogues of the program: problems, fail reasons, event types. Each is
 * Markdown, as those that people write.
 */
import { z } from 'zod'
import { eventSchema } from '../events/event.ts'
import { type EventType, eventKinds, eventTypes } from '../events/event-types.ts'
import { failReasons } from '../ground/fail-reasons.ts'
import { sampleOf } from '../http/openapi-examples.ts'
import { type Components, toJsonSchema } from '../http/openapi-schema.ts'
import { explainedProblems } from '../http/problem-guide.ts'
import { problemSamples, sampleProblem } from '../http/problem-samples.ts'
import { clockMoveOf } from '../sandbox/trigger-recipes.ts'
import { failReasonPage } from './fail-reason-page.ts'
import { WRITTEN_URL } from './written-at.ts'

/** A page's Markdown by its name. */
type Pages = [name: string, markdown: () => string][]

const linked = (text: string) =>
  text.replaceAll('`/docs/guide/fail-reasons`', '[fail reasons](/docs/guide/fail-reasons)')

const errorsPage = () => `# Errors

What the API answers where it does not do what was asked, by code, and what to do then. Each is \`application/problem+json\` (RFC 9457): \`code\` is for programs and stays as it is, \`type\` is the same as a URI,
\`detail\` says what to do in words, \`request_id\` is what an operator asks for, and \`doc_url\` leads to a page of this list.

| \`code\` | status | what it says |
|---|---|---|
${explainedProblems.map(({ code, status, title }) => `| [\`${code}\`](/docs/guide/errors/${code}) | ${status} | ${title} |`).join('\n')}

Why money did not move is in \`fail_reason\`: [fail reasons](/docs/guide/fail-reasons).

${explainedProblems.map(({ code, guide }) => `## ${code}\n\n${linked(guide)}\n\n[More about ${code}](/docs/guide/errors/${code})`).join('\n\n')}
`

const sendAgain = (code: string, status: number) => {
  if (code === 'card_declined') return 'Only where `retry` says so, and under a new key.'
  if (code === 'network_timeout')
    return 'Yes, under a new `Idempotency-Key`: this try is over, and nothing was taken.'
  if (status === 429 || status === 503 || code === 'idempotency_in_progress')
    return 'Yes: the same request with the same `Idempotency-Key`, after `Retry-After` seconds. The clients do it by themselves.'
  if (status === 500) return 'Yes, with the same `Idempotency-Key`: nothing happens twice.'
  return 'Not as it is: it would be answered so again. Mend it first.'
}

const errorPage = ({ code, status, title, guide }: (typeof explainedProblems)[number]) => `# ${code}

**${status}** ${title}.

## What it means and what to do

${linked(guide)}

## Send it again?

${sendAgain(code, status)}

## What it looks like

Asked: ${problemSamples[code].asked}. Answered:

\`\`\`json
${printed(sampleProblem(code, WRITTEN_URL))}
\`\`\`

A client written with [@jetpay/node](/docs/guide/client-for-node) catches it with \`isJetpayError(error, '${code}')\`; in [Python](/docs/guide/client-for-python) it is a \`JetpayError\` whose
\`code\` is \`"${code}"\`. All problems: [errors](/docs/guide/errors).
`

const components: Components = {}

/** An event of this type as it may come, out of the schema that `announce` is typed by. */
export function exampleOf(type: EventType): { id: number; type: string; data: unknown } {
  const event = z.object({ ...eventSchema.shape, type: z.literal(type), data: eventKinds[type].data })
  return sampleOf(toJsonSchema(event, 'output', components), components, '', `Event.${type}`) as ReturnType<
    typeof exampleOf
  >
}

/** As the API writes it: amounts with two decimals, `100.50`. */
const printed = (example: object) =>
  JSON.stringify(example, null, 2)
    .replaceAll(/": -?\d+\.\d(?=,?$)/gm, '$&0')
    .replaceAll(/amount": -?\d+(?=,?$)/gm, '$&.00')

const movesClock = (type: EventType) => {
  const step = clockMoveOf(type)
  return step === undefined ? '' : ` and moves the demo’s clock by ${step}, which never goes back`
}

const eventPage = (type: EventType) => `# ${type}

${eventKinds[type].says}

## Example

\`\`\`json
${printed(exampleOf(type))}
\`\`\`

In the demo \`bin/jetpay trigger ${type}\` makes one happen${movesClock(type)}. How it comes to you:
[receive webhooks](/docs/guide/receive-webhooks). All types: [event types](/docs/guide/event-types).
`

const eventsPage = () => `# Event types

Each change of state makes one event: \`id\` (one more than the one before, none left out), \`createdAt\`, \`type\`, \`data\`. A later version may have further
types and fields; pass over what you do not know.

| type | what happened |
|---|---|
${eventTypes.map((type) => `| [\`${type}\`](/docs/guide/event-types/${type}) | ${eventKinds[type].says} |`).join('\n')}
`

/** All of them: an index of each catalogue, and a page of each of its words. */
export const cataloguePages: Pages = [
  ['errors', errorsPage],
  ...explainedProblems.map((problem): Pages[number] => [`errors/${problem.code}`, () => errorPage(problem)]),
  ...failReasons.map((reason): Pages[number] => [`fail-reasons/${reason}`, () => failReasonPage(reason)]),
  ['event-types', eventsPage],
  ...eventTypes.map((type): Pages[number] => [`event-types/${type}`, () => eventPage(type)]),
]
