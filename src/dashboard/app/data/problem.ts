/**
 * A problem as the API tells it (RFC 9457): `detail` is for people, `request_id` for whoever looks for it.
 */
export type ProblemBody = {
  code: string
  title: string
  status: number
  detail: string
  request_id?: string
  /** Of a decline. */
  fail_reason?: string | null
  errors?: { path: string; message: string }[]
  /** Of 401: there was a session, and it is over (RFC 6750: a request that sent none is told of no error). */
  session_over?: boolean
  /** Seconds until it may be asked for again, where the API says so. */
  retry_after?: number
}

/** What was asked for, and refused. */
type Refused = { method: string; path: string }

/** What the API refused or could not do; thrown by `ask`. */
export class AskError extends Error {
  override name = 'AskError'
  readonly problem: ProblemBody
  /** Paths that a field has asked for, and so shows. */
  readonly #told = new Set<string>()

  readonly #asked: Refused | undefined

  constructor(problem: ProblemBody, cause?: unknown, asked?: Refused) {
    super(`${problem.code}: ${problem.detail}`, { cause })
    this.problem = problem
    this.#asked = asked
  }

  /**
   * Refused as something is that was there before: it, or what is to be done with it, may be another by now.
   */
  get mayHaveChanged(): boolean {
    if (this.problem.code !== 'wrong_state' || !this.#asked) return false
    const { method, path } = this.#asked
    return method === 'PATCH' || /\/[\da-f]{8}-[\da-f-]{27}/.test(path)
  }

  /** What is wrong with the field at this path of the body. */
  of(path: string): string | undefined {
    this.#told.add(path)
    return this.problem.errors?.find((error) => error.path === path)?.message
  }

  /** What is wrong with fields that nobody has asked for. */
  untold(): readonly { path: string; message: string }[] {
    return (this.problem.errors ?? []).filter(({ path }) => !this.#told.has(path))
  }
}

export const codeOf = (error: unknown): string | undefined =>
  error instanceof AskError ? error.problem.code : undefined

/** Nobody answered: no network, or the api is being started anew. */
export const UNREACHED = 'unreached'

export const unreached = (cause: unknown) =>
  new AskError({ code: UNREACHED, title: 'The server cannot be reached', status: 0, detail: '' }, cause)
