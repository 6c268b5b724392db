import type { Logger } from 'pino'
import { Problem } from '../ground/errors.ts'
import { fieldErrors, invalidFields } from '../ground/field-errors.ts'
import { logSparsely } from '../ground/log.ts'
import { ANSWER_BYTES_MAX, told } from '../ground/vault-frames.ts'
import { type Answered, type Asked, type QuestionName, questions } from '../ground/vault-protocol.ts'
import type { Refusals } from './audit/note-refusals.ts'
import { isPlainly } from './plain-questions.ts'
import { stackFrames } from './stack-frames.ts'

export type AnswerQuestion = <Name extends QuestionName>(
  name: Name,
  answer: (asked: Asked<Name>, caller: string) => Promise<Answered<Name>>,
) => void

/** Hears what is said to a question: `told.answered`, `refused` or `failed`, and a JSON text. */
export type Tell = (what: number, text: string) => void

/**
 * Takes a question as it came in, and tells once what is said to it. Never throws; with a callback, because
 * each promise on the way of a charge costs it half a microsecond, and memory for as long as it is under way.
 */
export type AskVault = (kind: number, text: string, caller: string, tell: Tell) => void

type Answering = { name: QuestionName; answer: (asked: never, caller: string) => Promise<unknown> }

/**
 * Makes `answer(name, handler)`, which answers a question of `vault-protocol.ts`, and `ask`. A question that
 * is not what its schema says is refused as public endpoints do it (`errors` name each field), before
 * anything is done, and told in the log: only a main side of another version, a mistake of ours, or somebody
 * else asks so.
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

  function refuse(problem: Problem, question: string | number, caller: string, tell: Tell): void {
    const { code, detail, errors } = problem
    logRefused(problem, { question, errors })
    refusals.note({ do: 'question.refused', by: caller, reason: `${question}: ${code}` })
    tell(told.refused, JSON.stringify({ code, detail, errors }))
  }

  const ask: AskVault = (kind, text, caller, tell) => {
    const known = byKind.get(kind)
    if (!known) return refuse(new Problem('not_found', `There is no question ${kind}.`), kind, caller, tell)
    const { name } = known
    let question: unknown
    try {
      question = JSON.parse(text)
    } catch {
      // Without the parser's message, which quotes what it read.
      return refuse(new Problem('bad_request', 'Send a JSON object.'), name, caller, tell)
    }
    if (!isPlainly(name, question)) {
      const read = questions[name].question.safeParse(question)
      if (!read.success) return refuse(invalidFields(fieldErrors(read.error)), name, caller, tell)
      question = read.data
    }
    answerIt(known, question, caller, tell)
  }

  /** In a scope that holds no more than the end needs. */
  function answerIt({ name, answer }: Answering, question: unknown, caller: string, tell: Tell): void {
    const fail = (error: unknown) => {
      logFailed(error as Error, { question: name, code: (error as { code?: string }).code })
      tell(told.failed, '{}')
    }
    answer(question as never, caller).then((answered) => {
      let text: string
      try {
        text = answerText(answered)
      } catch (error) {
        return fail(error)
      }
      tell(told.answered, text)
    }, fail)
  }
  return { answer, ask }
}

function answerText(answer: unknown): string {
  const text = JSON.stringify(answer)
  if (text.length > ANSWER_BYTES_MAX / 3 && Buffer.byteLength(text) > ANSWER_BYTES_MAX)
    throw new Error(`an answer of more than ${ANSWER_BYTES_MAX} bytes`)
  return text
}
