/**
 * What clients did and were told, each with its times: the history that the checkers of this folder judge.
 * Nothing in them asks the platform; what they hold it against is given to them.
 */
export type Operation = {
  client: string
  method: string
  path: string
  key: string | undefined
  /** By one clock, in ms. An operation without an answer may have had its effect, and may have it later. */
  startedAt: number
  endedAt: number
  answer: { status: number; body: any } | null
}

export type Violation = string

/** Whether an operation was over before another began: then the other must see what it was told. */
export const isBefore = (one: Pick<Operation, 'endedAt'>, other: Pick<Operation, 'startedAt'>): boolean =>
  one.endedAt < other.startedAt

/** An answer that says what became of the request, once and for all; not that it may be tried again. */
export function isFinal({ answer }: Operation): boolean {
  if (!answer) return false
  const { status, body } = answer
  if (status === 202) return body.method === 'bank'
  if (status === 429 || (status === 409 && body.code === 'idempotency_in_progress')) return false
  return status < 500 || body.code === 'network_timeout'
}

/** Whether a client would say that it did not work: no answer, or trouble of ours. */
export const isTrouble = ({ answer }: Operation): boolean =>
  answer === null || (answer.status >= 500 && answer.body.code !== 'network_timeout')

/** Where a client writes down what it does. */
export function openHistory() {
  const operations: Operation[] = []
  return {
    operations,
    of: (client: string) => (heard: Omit<Operation, 'client'>) => void operations.push({ client, ...heard }),
  }
}
