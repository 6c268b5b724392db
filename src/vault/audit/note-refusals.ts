import type { Logger } from 'pino'
import type { Db } from '../../db/sql.ts'
import { logSparsely } from '../../ground/log.ts'
import { appendAudit } from './append-audit.ts'
import type { AuditAct } from './audit-line.ts'

/** Whoever is refused may try again at once, and as often as it likes: one line of each kind in this time. */
const EVERY_MS = 1_000
/** Kinds that one row tells of; beyond it they are counted together. */
const KINDS_MAX = 50
const REASON_MAX = 200

type Refusal = { do: AuditAct; by: string; reason: string }

/**
 * Tells the audit log of who and what was refused: the first at once, and what comes within a second after it
 * with how often it came. That a refusal could not be logged refuses nobody else; the log says it.
 */
export function openRefusals(db: Db, log: Logger) {
  const logFailed = logSparsely(log, 'error', 'the audit log cannot be written', (error) => ({
    reason: error.message,
  }))
  let waiting = new Map<string, { refusal: Refusal; times: number }>()
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  function write(): void {
    timer = undefined
    if (waiting.size === 0) return
    const lines = [...waiting.values()].map(({ refusal, times }) => ({ ...refusal, times }))
    waiting = new Map()
    timer = setTimeout(write, EVERY_MS)
    timer.unref()
    writing = writing
      .then(() => appendAudit(db, ...lines))
      .then(
        () => undefined,
        (error: Error) => logFailed(error, {}),
      )
  }

  return {
    note(given: Refusal): void {
      const known = waiting.size < KINDS_MAX
      const refusal = known
        ? { ...given, reason: given.reason.slice(0, REASON_MAX) }
        : { ...given, by: 'others', reason: 'more than can be told of one by one' }
      const key = `${refusal.do} ${refusal.by} ${refusal.reason}`
      const same = waiting.get(key)
      if (same) same.times += 1
      else waiting.set(key, { refusal, times: 1 })
      // In the next turn, so that what comes at once is one row.
      timer ??= setTimeout(write, 0)
    },
    async close(): Promise<void> {
      clearTimeout(timer)
      write()
      clearTimeout(timer)
      await writing
    },
  }
}
export type Refusals = ReturnType<typeof openRefusals>
