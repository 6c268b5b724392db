import type { Logger } from 'pino'
import { Problem } from '../ground/errors.ts'
import { fieldErrors, invalidFields } from '../ground/field-errors.ts'
import { logSparsely } from '../ground/log.ts'
import { ANSWER_BYTES_MAX, told } from '../ground/vault-frames.ts'
import { type Answered, type Asked, type QuestionName, questions } from '../ground/vault-protocol.ts'
import type { Refusals } from './audit/note-refusals.ts'
import { stackFrames } from './stack-frames.ts'

export type AnswerQuestion = <Name extends QuestionName>(
  name: Name,
  answer: (asked: Asked<Name>, caller: string) => Promise<Answered<Name>>,
) => void

/** What is said to a question: `told.answered`, `refused` or `failed`, and a JSON text. */
export type Told = { what: number; text: string }

type Answering = { name: QuestionName; answer: (asked: never, caller: string) => Promise<unknown> }

/**
 * Makes `answer(name, handler)`, which answers a question of `vault-protocol.ts`, and `ask`, which takes one
 * as it came in and never rejects. A question that is not what its schema says is refused as public endpoints
 * do it (`errors` name each field), before anything is done, and told in the log: only a main side of another
 * version, a mistake of ours, or somebody else asks so.
 */
export function openAnswers(log: Logger, refusals: Pick<Refusals, 'note'>) {
  const byKind = new Map<number, Answering>()
  const logRefused = logSparsely(log, 'warn', 'a question of the main side was refused', () => ({}))
  const logFailed = logSparsely(log, 'error', 'a question of the main side failed', (error) => ({
    stack: stackFrames(error),
  }))

  const answer: AnswerQuestion = (name, answer) => {
    byKind.set(questions[name].kind, { name, answer })
  }

  function refuse(problem: Problem, question: string | number, caller: string): Told {
    const { code, detail, errors } = problem
    logRefused(problem, { question, errors })
    refusals.note({ do: 'question.refused', by: caller, reason: `${question}: ${code}` })
    return { what: told.refused, text: JSON.stringify({ code, detail, errors }) }
  }

  async function ask(kind: number, text: string, caller: string): Promise<Told> {
    const known = byKind.get(kind)
    if (!known) return refuse(new Problem('not_found', `There is no question ${kind}.`), kind, caller)
    const { name } = known
    let question: unknown
    try {
      question = JSON.parse(text)
    } catch {
      // Without the parser's message, which quotes what it read.
      return refuse(new Problem('bad_request', 'Send a JSON object.'), name, caller)
    }
    const read = questions[name].question.safeParse(question)
    if (!read.success) return refuse(invalidFields(fieldErrors(read.error)), name, caller)
    try {
      const answer = JSON.stringify(await known.answer(read.data as never, caller))
      if (answer.length > ANSWER_BYTES_MAX / 3 && Buffer.byteLength(answer) > ANSWER_BYTES_MAX)
        throw new Error(`an answer of more than ${ANSWER_BYTES_MAX} bytes`)
      return { what: told.answered, text: answer }
    } catch (error) {
      logFailed(error as Error, { question: name, code: (error as { code?: string }).code })
      return { what: told.failed, text: '{}' }
    }
  }
  return { answer, ask }
}
