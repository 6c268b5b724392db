import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js'
import { explainedProblems } from '../http/problem-guide.ts'

/** Answers from the catalogue that is part of this program, so it needs no request. */
export const problemTool: Tool = {
  name: 'explain_problem',
  title: 'Explain problem',
  description:
    'What a problem of the API means and what to do about it, by the `code` that a problem has, such as `card_declined`. Answers its HTTP status, title and guide.',
  inputSchema: {
    type: 'object',
    properties: { code: { type: 'string', enum: explainedProblems.map(({ code }) => code) } },
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

/** Its answer; the code fits the tool's schema. */
export function explainProblem(code: unknown): CallToolResult {
  const { status, title, guide } = explainedProblems.find((problem) => problem.code === code)!
  const told = { code: String(code), status, title, guide }
  return { structuredContent: told, content: [{ type: 'text', text: JSON.stringify(told) }] }
}
