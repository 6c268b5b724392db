import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js'
import { oneOf } from '../ground/field-messages.ts'
import { explainedProblems } from '../http/problem-guide.ts'
import { withGuideAt } from './api-client.ts'

/** Answers from the catalogue that is part of this program, so it needs no request. */
export const problemTool: Tool = {
  name: 'explain_problem',
  title: 'Explain problem',
  description:
    'What a problem of the API means and what to do about it, by the `code` that a problem has, such as `card_declined`. Answers its HTTP status, title and guide.',
  inputSchema: {
    type: 'object',
    properties: {
      code: {
        type: 'string',
        description: 'As the problem has it',
        enum: explainedProblems.map(({ code }) => code),
      },
    },
    required: ['code'],
    additionalProperties: false,
  },
  outputSchema: {
    type: 'object',
    properties: {
      code: { type: 'string' },
      status: { type: 'integer' },
      title: { type: 'string' },
      guide: { type: 'string' },
    },
    required: ['code', 'status', 'title', 'guide'],
  },
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
}

/** What the catalogue says of headers, as the caller of a tool has it. */
const forAgents: [string, string][] = [
  ['`Idempotency-Key`', '`idempotency_key`'],
  ['Send `Authorization: Bearer <api token>`', 'The server is started with one in `JETPAY_TOKEN`'],
]

export function explainProblem(code: unknown, base: string): CallToolResult {
  const found = explainedProblems.find((problem) => problem.code === code)
  if (!found) {
    const codes = explainedProblems.map((problem) => problem.code)
    const text = `\`code\` must be ${oneOf(codes, code)}.`
    return { isError: true, content: [{ type: 'text', text }] }
  }
  const { status, title } = found
  const guide = forAgents.reduce(
    (text, [from, to]) => text.replaceAll(from, to),
    withGuideAt(base, found.guide),
  )
  const told = { code: found.code, status, title, guide }
  return { structuredContent: told, content: [{ type: 'text', text: JSON.stringify(told) }] }
}
