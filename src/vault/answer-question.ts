import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { fieldErrors, invalidFields } from '../ground/field-errors.ts'
import { logSparsely } from '../ground/log.ts'
import { type Answered, type Asked, type QuestionName, questions } from '../ground/vault-protocol.ts'

export type AnswerQuestion = <Name extends QuestionName>(
  name: Name,
  answer: (asked: Asked<Name>) => Promise<Answered<Name>>,
) => void

/**
 * Makes `answer(name, handler)`, which answers a question of `vault-protocol.ts`. One that is not what its
 * schema says is refused as public endpoints do it (422, `errors` name each field), before anything is done,
 * and told in the log: only a main side of another version, or a mistake of ours, asks so.
 */
export function answersAt(server: FastifyInstance, log: Logger): AnswerQuestion {
  const tellRefused = logSparsely(log, 'warn', 'a question of the main side was refused', () => ({}))
  return (name, answer) => {
    const { method, path, question } = questions[name]
    server.route({
      method,
      url: path,
      async handler({ body, query }) {
        const read = question.safeParse(method === 'GET' ? query : body)
        if (read.success) return answer(read.data as Asked<typeof name>)
        const refused = invalidFields(fieldErrors(read.error))
        tellRefused(refused, { question: name, errors: refused.errors })
        throw refused
      },
    })
  }
}
