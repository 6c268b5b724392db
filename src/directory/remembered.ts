/**
 * How long an answer is good, how many are kept, and the line that who asks for what was never met stands in.
 */
type Limits = {
  freshMs: number
  max: number
  inTurn<Answer>(ask: () => Promise<Answer>): Promise<Answer>
}

/**
 * Answers that one process remembers. A fresh one is given as it is; an old one is asked for again, once for
 * all who want it, and given all the same where asking fails: what is known goes on being served while the
 * directory's database is away. Undefined is not remembered, so that what is made now is found at once.
 */
export function remember<Answer>(
  ask: (key: string) => Promise<Answer | undefined>,
  { freshMs, max, inTurn }: Limits,
): ((key: string) => Promise<Answer | undefined>) & { forget(key: string): void } {
  let forgotten = 0
  const answers = new Map<string, { answer: Answer; until: number }>()
  const underWay = new Map<string, Promise<Answer | undefined>>()

  async function askAnew(key: string): Promise<Answer | undefined> {
    const old = answers.get(key)
    const since = forgotten
    try {
      const answer = await (old ? ask(key) : inTurn(() => ask(key)))
      answers.delete(key)
      if (answer === undefined) return undefined
      // What was asked before something was forgotten may be that.
      if (since !== forgotten) return answer
      if (answers.size >= max) answers.delete(answers.keys().next().value!)
      answers.set(key, { answer, until: performance.now() + freshMs })
      return answer
    } catch (error) {
      if (old && since === forgotten) return old.answer
      throw error
    }
  }

  function begin(key: string): Promise<Answer | undefined> {
    const asked = askAnew(key).finally(() => {
      if (underWay.get(key) === asked) underWay.delete(key)
    })
    underWay.set(key, asked)
    return asked
  }

  const recall = (key: string) => {
    const { answer, until = 0 } = answers.get(key) ?? {}
    if (answer !== undefined && until > performance.now()) return Promise.resolve(answer)
    return underWay.get(key) ?? begin(key)
  }
  return Object.assign(recall, {
    /** It is asked for anew by the next who wants it. */
    forget(key: string): void {
      forgotten += 1
      answers.delete(key)
      underWay.delete(key)
    },
  })
}
